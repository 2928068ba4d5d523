module askers

go 1.24
