module instances

go 1.24
