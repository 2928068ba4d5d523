// Profilerecorder writes profiles of all kinds of itself, packed and as text, into a folder.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type node struct {
	next *node
	data []byte
}

var (
	kept []*node
	sink int
)

// grow calls itself, so that frames are several times in a stack.
//
//go:noinline
func grow(n int) *node {
	if n == 0 {
		return leaf()
	}
	return &node{next: grow(n - 1), data: make([]byte, 16*n)}
}

// leaf is inlined.
func leaf() *node { return &node{data: make([]byte, 48)} }

func spin(n int) {
	for i := range n {
		sink += i % 7
	}
}

// contend has goroutines with labels wait for each other.
func contend() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			labels := pprof.Labels("worker", string(rune('a'+i)), "kind", "spin")
			pprof.Do(context.Background(), labels, func(context.Context) {
				for range 10 {
					mu.Lock()
					spin(2_000_000)
					mu.Unlock()
				}
			})
		})
	}
	wg.Wait()
}

// wait leaves goroutines behind.
func wait() {
	ch := make(chan int)
	for range 3 {
		pprof.Do(context.Background(), pprof.Labels("who", `the "waiter"`), func(context.Context) {
			go func() { <-ch }()
		})
	}
	go func() {
		runtime.LockOSThread()
		select {}
	}()
	time.Sleep(20 * time.Millisecond)
}

func main() {
	folder := os.Args[1]
	create := func(name string) *os.File {
		file, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			log.Fatal(err)
		}
		return file
	}
	write := func(profile, name string, debug int) {
		file := create(name)
		if err := pprof.Lookup(profile).WriteTo(file, debug); err != nil {
			log.Fatal(err)
		}
		file.Close()
	}

	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	cpu := create("cpu.pb.gz")
	if err := pprof.StartCPUProfile(cpu); err != nil {
		log.Fatal(err)
	}
	contend()
	pprof.StopCPUProfile()
	cpu.Close()

	for i := range 10 {
		kept = append(kept, grow(i))
	}
	runtime.GC()
	write("heap", "before.pb.gz", 0)
	for i := range 20 {
		kept = append(kept, grow(i))
	}
	kept = kept[5:]
	wait()
	runtime.GC()
	write("heap", "heap.pb.gz", 0)
	write("heap", "heap.txt", 1)
	write("allocs", "allocs.pb.gz", 0)
	for _, name := range []string{"block", "mutex", "goroutine", "threadcreate"} {
		write(name, name+".pb.gz", 0)
		write(name, name+".txt", 1)
	}
	write("goroutine", "goroutines.txt", 2)
}

func init() { runtime.MemProfileRate = 1 }
