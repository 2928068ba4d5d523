module example.com/gclog

go 1.19
