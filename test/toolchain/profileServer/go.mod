module example.com/profileserver

go 1.22
