module allocationmeasure

go 1.22
