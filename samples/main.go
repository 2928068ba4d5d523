// Samples is a tour of where Go programs allocate. Every other file tells one story: open one, read
// the hints beside the code and hover them for the reason. `go run .` runs all of it, and the tests
// hold the comments to their word.
package main

import "fmt"

func main() {
	for _, story := range []struct {
		name string
		run  func() string
	}{
		{"escapes", escapes},
		{"boxing", boxing},
		{"buffers", buffers},
		{"padding", padding},
		{"closures", closures},
		{"goroutines", goroutines},
		{"maps", maps},
	} {
		fmt.Printf("%-10s %s\n", story.name, story.run())
	}
}
