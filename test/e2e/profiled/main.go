// Profiled writes profiles of itself into the folder that it is started in.
package main

import (
	"context"
	"log"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"example.com/profiled/store"
)

func main() {
	kept := store.New()
	kept.Fill(2_000)
	write("heap", "before.pb.gz", 0)
	kept.Fill(20_000)
	churn(50_000)
	block()
	write("heap", "heap.pb.gz", 0)
	write("heap", "heap.txt", 1)
	write("goroutine", "goroutines.txt", 2)
	runtime.KeepAlive(kept)
}

// churn keeps nothing of what it allocates.
func churn(n int) {
	for i := range n {
		sink = make([]byte, 256+i%512)
	}
}

var sink []byte

// block leaves goroutines that wait for ever.
func block() {
	ch := make(chan int)
	for range 5 {
		labels := pprof.Labels("worker", "reader")
		pprof.Do(context.Background(), labels, func(context.Context) {
			go func() { <-ch }()
		})
	}
	time.Sleep(20 * time.Millisecond)
}

func write(profile, name string, debug int) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	if err := pprof.Lookup(profile).WriteTo(file, debug); err != nil {
		log.Fatal(err)
	}
}
