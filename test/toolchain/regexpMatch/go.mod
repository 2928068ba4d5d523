module regexpmatch

go 1.22
