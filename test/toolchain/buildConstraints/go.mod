module buildconstraints

go 1.22
