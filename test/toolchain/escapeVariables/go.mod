module variables

go 1.24
