module relations

go 1.26
