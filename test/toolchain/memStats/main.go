// Memstats prints what the runtime says of its memory, in each of the ways that programs serve it, between two readings
// of runtime/metrics.
package main

import (
	"encoding/json"
	"expvar"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
)

type reading struct {
	Metrics map[string]uint64
	Vars    string
	Heap    string
	// The newest first.
	PausesNs []int64
}

var names = []string{
	"/gc/cycles/forced:gc-cycles",
	"/gc/cycles/total:gc-cycles",
	"/gc/heap/allocs:bytes",
	"/gc/heap/goal:bytes",
	"/memory/classes/heap/free:bytes",
	"/memory/classes/heap/objects:bytes",
	"/memory/classes/heap/released:bytes",
	"/memory/classes/heap/stacks:bytes",
	"/memory/classes/heap/unused:bytes",
	"/memory/classes/os-stacks:bytes",
	"/memory/classes/total:bytes",
}

var kept [][]byte

func main() {
	var readings []reading
	for round := 0; round < 2; round++ {
		for i := 0; i < 3; i++ {
			kept = append(kept, make([]byte, 300_000), make([]byte, 100))
			runtime.GC()
		}
		debug.SetGCPercent(-1)
		readings = append(readings, read())
		debug.SetGCPercent(100)
	}
	if err := json.NewEncoder(os.Stdout).Encode(readings); err != nil {
		panic(err)
	}
}

func read() reading {
	var heap strings.Builder
	vars := `{"cmdline": [], "memstats": ` + expvar.Get("memstats").String() + "}"
	if err := pprof.Lookup("heap").WriteTo(&heap, 1); err != nil {
		panic(err)
	}
	samples := make([]metrics.Sample, len(names))
	for i, name := range names {
		samples[i].Name = name
	}
	metrics.Read(samples)
	found := reading{Metrics: map[string]uint64{}, Vars: vars, Heap: heap.String()}
	for _, sample := range samples {
		found.Metrics[sample.Name] = sample.Value.Uint64()
	}
	var stats debug.GCStats
	debug.ReadGCStats(&stats)
	for _, pause := range stats.Pause {
		found.PausesNs = append(found.PausesNs, int64(pause))
	}
	return found
}
