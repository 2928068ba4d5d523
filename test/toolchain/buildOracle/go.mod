module buildoracle

go 1.22
