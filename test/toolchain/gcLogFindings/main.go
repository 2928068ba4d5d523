// Programs whose logs have one thing to find each: the first argument says which.
package main

import (
	"os"
	"time"
)

const piece = 64 << 10

var (
	kept [][]byte
	last []byte
)

func main() {
	switch os.Args[1] {
	case "leak":
		// Some is kept from the start on, and of the rest a sixteenth is never given up.
		allocate(800<<20, func(index int) {
			if index < 512 || index%16 == 0 {
				kept = append(kept, last)
			}
		})
	case "steady":
		ring(32<<20, 400<<20)
	case "limit":
		ring(70<<20, 600<<20)
	case "churn":
		churn(40<<20, 1200<<20)
	}
}

type node struct {
	next    *node
	payload [14]uint64
}

var (
	tree    *node
	passing *node
	spent   int
)

// churn keeps what it begins with, and lets go of all else at once. There is some work between two objects.
func churn(live, total int) {
	for index := 0; index < live/120; index++ {
		tree = &node{next: tree}
	}
	for index := 0; index < total/120; index++ {
		passing = &node{payload: [14]uint64{uint64(index)}}
		for step := 0; step < 100; step++ {
			spent += step * index
		}
	}
}

// ring keeps what was allocated last.
func ring(live, total int) {
	kept = make([][]byte, live/piece)
	allocate(total, func(index int) { kept[index%len(kept)] = last })
}

func allocate(total int, each func(index int)) {
	for index := 0; index < total/piece; index++ {
		last = make([]byte, piece)
		each(index)
		if index%16 == 0 {
			// On a machine that is busy, marking would come to no end.
			time.Sleep(100 * time.Microsecond)
		}
	}
}
