module example.com/traceprogram

go 1.23
