// Traces itself until the file has so many megabytes: goroutines that allocate, take a lock and hand over to
// each other by channels, as servers do, and a few system calls. Arguments: the file, the megabytes.
package main

import (
	"os"
	"runtime/trace"
	"strconv"
	"sync"
	"time"
)

const (
	workers = 8
	kept    = 200
)

type node struct {
	next *node
	data []byte
}

func main() {
	megabytes, err := strconv.ParseInt(os.Args[2], 10, 64)
	check(err)
	file, err := os.Create(os.Args[1])
	check(err)
	check(trace.Start(file))
	requests, answers := make(chan int), make(chan *node, workers)
	var group sync.WaitGroup
	var lock sync.Mutex
	seen := map[int]int{}
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for request := range requests {
				answer := list(request)
				lock.Lock()
				seen[request%1000]++
				lock.Unlock()
				answers <- answer
			}
		}()
	}
	done := make(chan struct{})
	go keep(answers, done)
	for request := 0; !hasMegabytes(file, megabytes); {
		for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); request++ {
			requests <- request
		}
	}
	close(requests)
	group.Wait()
	close(answers)
	<-done
	trace.Stop()
	check(file.Close())
}

func list(request int) *node {
	var head *node
	for range 200 {
		head = &node{next: head, data: make([]byte, 512+request%700)}
	}
	return head
}

func keep(answers <-chan *node, done chan<- struct{}) {
	defer close(done)
	last := make([]*node, kept)
	count := 0
	for answer := range answers {
		last[count%kept] = answer
		count++
	}
}

func hasMegabytes(file *os.File, megabytes int64) bool {
	info, err := file.Stat()
	check(err)
	return info.Size() >= megabytes<<20
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
