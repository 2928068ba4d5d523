module typeinfo

go 1.26
