module constructs

go 1.24
