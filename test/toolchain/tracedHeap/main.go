// Records what it allocates, and prints what the runtime counts of its heap before the recording ends.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/metrics"
	"runtime/trace"
	"sync"
)

type node struct {
	left, right *node
	values      [13]int64
}

var workloads = map[string]func(){
	"tiny":       tiny,
	"small":      small,
	"large":      large,
	"goroutines": goroutines,
	"service":    service,
}

var held []any

// Strings and numbers that share blocks, of which every hundredth is kept.
func tiny() {
	for i := 0; i < 200_000; i++ {
		value := new(int32)
		*value = int32(i)
		if i%100 == 0 {
			held = append(held, value)
		}
		sink = value
	}
}

// Objects with pointers and without, of many sizes; some live for a while.
func small() {
	ring := make([]any, 4000)
	for i := 0; i < 300_000; i++ {
		switch i % 4 {
		case 0:
			ring[i%len(ring)] = &node{}
		case 1:
			ring[i%len(ring)] = make([]byte, 16+i%900)
		case 2:
			ring[i%len(ring)] = make([]*node, 1+i%120)
		default:
			sink = &node{}
		}
	}
	held = append(held, ring)
}

func large() {
	ring := make([][]byte, 20)
	for i := 0; i < 400; i++ {
		ring[i%len(ring)] = make([]byte, 33_000+i*1000)
	}
	held = append(held, ring)
}

func goroutines() {
	var wait sync.WaitGroup
	var lock sync.Mutex
	for g := 0; g < 8; g++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			ring := make([]*node, 2000)
			for i := 0; i < 60_000; i++ {
				ring[i%len(ring)] = &node{}
			}
			lock.Lock()
			held = append(held, ring)
			lock.Unlock()
		}()
	}
	wait.Wait()
}

// Requests that decode and encode; a cache that fills meanwhile.
func service() {
	type message struct {
		ID    int
		Names []string
		Tags  map[string]string
	}
	cache := map[int]*message{}
	text := []byte(`{"ID":7,"Names":["a","bcd","efghij"],"Tags":{"one":"two","three":"four"}}`)
	for i := 0; i < 12_000; i++ {
		var decoded message
		if err := json.Unmarshal(text, &decoded); err != nil {
			panic(err)
		}
		cache[i%3000] = &decoded
		encoded, err := json.Marshal(&decoded)
		if err != nil {
			panic(err)
		}
		sink = encoded
	}
	held = append(held, cache)
}

var sink any

func main() {
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
	}
	metrics.Read(samples)
	if err := trace.Start(file); err != nil {
		panic(err)
	}
	workloads[os.Args[2]]()
	metrics.Read(samples)
	trace.Stop()
	runtime.KeepAlive(held)
	result := map[string]uint64{"heapInuse": samples[0].Value.Uint64() + samples[1].Value.Uint64()}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		panic(err)
	}
}
