module simulated

go 1.22
