module example.com/profiledtests

go 1.22
