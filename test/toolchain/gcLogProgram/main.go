// Allocates, and says on its standard output what the runtime's own counters are after each forced
// collection; the runtime's log of the same is on the standard error, with lines of its own if it has an argument.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
)

const (
	rounds      = 8
	piece       = 32 << 10
	keptInRound = 3 << 20
	asked       = 24 << 20
)

var (
	kept [][]byte
	last []byte
)

type state struct {
	NumGC, NumForcedGC uint32
	NextGC, TotalAlloc uint64
	HeapReleased       uint64
	PauseNs            uint64
	GCCPUFraction      float64
	// Nil before Go 1.21.
	Live, Stacks, Globals *uint64
}

func main() {
	encoder := json.NewEncoder(os.Stdout)
	for round := 0; round < rounds; round++ {
		for done := 0; done < asked; done += piece {
			last = make([]byte, piece)
			if done < keptInRound {
				kept = append(kept, last)
			}
		}
		if len(os.Args) > 1 {
			fmt.Fprintf(os.Stderr, "round %d is done\n", round)
		}
		runtime.GC()
		if err := encoder.Encode(current()); err != nil {
			panic(err)
		}
	}
}

func current() state {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return state{
		NumGC:         stats.NumGC,
		NumForcedGC:   stats.NumForcedGC,
		NextGC:        stats.NextGC,
		TotalAlloc:    stats.TotalAlloc,
		HeapReleased:  stats.HeapReleased,
		PauseNs:       stats.PauseNs[(stats.NumGC+255)%256],
		GCCPUFraction: stats.GCCPUFraction,
		Live:          metric("/gc/heap/live:bytes"),
		Stacks:        metric("/gc/scan/stack:bytes"),
		Globals:       metric("/gc/scan/globals:bytes"),
	}
}

func metric(name string) *uint64 {
	samples := []metrics.Sample{{Name: name}}
	metrics.Read(samples)
	if samples[0].Value.Kind() != metrics.KindUint64 {
		return nil
	}
	value := samples[0].Value.Uint64()
	return &value
}
