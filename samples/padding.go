package main

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// Fields are aligned to their size. The gaps, and what the size class adds, are paid per object.

// 1 + 7 gap, 8, 1 + 3 gap, 4, 1 + 7 gap: 32 bytes of which 15 are used.
type sampleLoose struct {
	valid  bool
	stamp  int64
	kind   uint8
	series uint32
	final  bool
}

// The same fields, widest first: 16 bytes.
type sampleTight struct {
	stamp  int64
	series uint32
	kind   uint8
	valid  bool
	final  bool
}

// 72 bytes, and the next size class of the allocator is 80: 8 more than the type.
type login struct {
	id      [16]byte
	user    string
	started int64
	expires int64
	token   []byte
}

// A field of no size at the end is given room, so that its address is not that of the next
// object: 16 bytes. In front it takes none: 8 bytes.
type markedLast struct {
	n    int64
	mark struct{}
}

type markedFirst struct {
	mark struct{}
	n    int64
}

// The collector scans a type up to its last pointer. With the pointer in front that is 8 bytes,
// with the pointer behind the numbers it is all 264.
type pointerLast struct {
	values [32]int64
	next   *pointerLast
}

type pointerFirst struct {
	next   *pointerFirst
	values [32]int64
}

// Two counters that different goroutines write share a cache line in the first, not in the second.
type counters struct {
	hits, misses atomic.Int64
}

type paddedCounters struct {
	hits   atomic.Int64
	_      [56]byte
	misses atomic.Int64
}

func newSeries(n int) ([]sampleLoose, []sampleTight) {
	return make([]sampleLoose, n), make([]sampleTight, n) // twice the bytes for the same data
}

func newLogin(user string) *login {
	return &login{user: user, token: make([]byte, 32)} // 80 B and 32 B
}

func newNodes() (*pointerLast, *pointerFirst) { return &pointerLast{}, &pointerFirst{} }

// No allocation: an array of fixed size that does not leave the function is part of its frame.
func mean(base int64) int64 {
	var window [8]sampleTight
	sum := int64(0)
	for i := range window {
		window[i].stamp = base + int64(i)
		sum += window[i].stamp
	}
	return sum / int64(len(window))
}

func padding() string {
	loose, tight := newSeries(10)
	last, first := newNodes()
	last.next, first.next = last, first
	s := newLogin("ada")
	var c counters
	var p paddedCounters
	c.hits.Add(mean(100))
	p.misses.Add(c.hits.Load())
	return fmt.Sprint(
		len(loose)*int(unsafe.Sizeof(loose[0])), " ", len(tight)*int(unsafe.Sizeof(tight[0])), " ",
		unsafe.Sizeof(*s), " ", unsafe.Sizeof(markedLast{}), " ", unsafe.Sizeof(markedFirst{}), " ",
		unsafe.Sizeof(c), " ", unsafe.Sizeof(p), " ", p.misses.Load(),
	)
}
