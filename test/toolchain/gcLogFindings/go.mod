module example.com/gclogfindings

go 1.19
