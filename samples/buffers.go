package main

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
)

// Text and bytes: who owns the memory, how often it grows, and when it is copied.

// Every += makes a new string and copies all of the old one. The compiler has no line for the +=;
// the one for the + is part of the same concatenation, and of the same allocation.
func joinSlow(words []string) string {
	out := ""
	for _, w := range words {
		out += w + ","
	}
	return out
}

// One allocation, of the right size. The builder itself stays on the stack.
func joinFast(words []string) string {
	size := 0
	for _, w := range words {
		size += len(w) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, w := range words {
		b.WriteString(w)
		b.WriteByte(',')
	}
	return b.String()
}

// A conversion copies, because the string must not change with the bytes.
func headerName(line []byte) string {
	name, _, _ := bytes.Cut(line, []byte(":")) // short, and kept here: on the stack
	return string(name)
}

var knownHeaders = map[string]int{"Host": 1, "Accept": 2}

// None of these conversions copies or allocates: a comparison, a range, a key to look up.
func classify(name []byte, value string) int {
	if string(name) == "Connection" {
		return 0
	}
	sum := 0
	for _, c := range []byte(value) {
		sum += int(c)
	}
	return knownHeaders[string(name)] + sum
}

// Grows by doubling: each step allocates anew and copies all elements so far.
func squaresGrowing(n int) []int {
	var out []int
	for i := range n {
		out = append(out, i*i)
	}
	return out
}

// One allocation, of a size that is known only at run time. The append never has to grow.
func squaresSized(n int) []int {
	out := make([]int, 0, n)
	for i := range n {
		out = append(out, i*i)
	}
	return out
}

// A constant size that does not leave the function stays on the stack, 512 bytes of it.
func formatInto(dst []byte, n int64) []byte {
	scratch := make([]byte, 0, 512)
	scratch = strconv.AppendInt(scratch, n, 10)
	return append(dst, scratch...)
}

// A size that is not constant: up to 32 bytes stay on the stack (since Go 1.25), more do not,
// although the compiler says "does not escape" for both.
func checksum(n int, text string) (sum byte) {
	buf := make([]byte, n)
	copy(buf, text)
	for _, c := range buf {
		sum ^= c
	}
	return sum
}

// A constant, and still too large: 64 KiB is the limit for what make, new and & put on the stack.
func tooLarge(text string) int {
	buf := make([]byte, 100<<10)
	return copy(buf, text)
}

// The pool holds pointers. Putting a []byte into it would box its header, 24 B, on every Put.
var renderBuffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 32<<10)
	return &b
}}

func render(rows []string, emit func([]byte)) {
	buf := renderBuffers.Get().(*[]byte)
	out := (*buf)[:0]
	for _, row := range rows {
		out = append(out, row...)
		out = append(out, '\n')
	}
	emit(out)
	if cap(out) <= 64<<10 { // do not keep what one large reply made
		*buf = out
		renderBuffers.Put(buf)
	}
}

func buffers() string {
	words := []string{"a", "bc", "def"}
	n := len(joinSlow(words)) + len(joinFast(words))
	n += len(headerName([]byte("Host: example.com"))) + classify([]byte("Host"), "example.com")
	n += len(squaresGrowing(9)) + len(squaresSized(9)) + len(formatInto(nil, 1<<40))
	n += int(checksum(16, "text")) + tooLarge("text")
	render(words, func(out []byte) { n += len(out) })
	return strconv.Itoa(n)
}
