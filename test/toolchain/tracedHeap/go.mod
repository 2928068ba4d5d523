module tracedheap

go 1.23
