// Traces itself into the file of the first argument: collections, waiting of all kinds, system calls,
// coroutines, annotations, and more than one generation.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/trace"
	"sync"
	"time"
)

type node struct {
	next *node
	pad  [120]byte
}

func main() {
	file, err := os.Create(os.Args[1])
	check(err)
	check(trace.Start(file))
	ctx, task := trace.NewTask(context.Background(), "work")
	values := make(chan int)
	var lock sync.Mutex
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			receive(ctx, values, &lock)
		}()
	}
	for i := range 120 {
		values <- 300
		if i%30 == 0 {
			time.Sleep(5 * time.Millisecond)
			_, err := os.ReadFile(os.Args[0])
			check(err)
		}
	}
	close(values)
	group.Wait()
	switchCoroutines()
	task.End()
	// A generation takes about a second.
	time.Sleep(1200 * time.Millisecond)
	runtime.GC()
	trace.Stop()
	check(file.Close())
}

func receive(ctx context.Context, values <-chan int, lock *sync.Mutex) {
	var kept *node
	for count := range values {
		region := trace.StartRegion(ctx, "value")
		lock.Lock()
		for i := range count {
			kept = &node{next: kept}
			if i%200 == 0 {
				kept = nil
			}
		}
		lock.Unlock()
		region.End()
	}
	trace.Log(ctx, "state", "done")
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
