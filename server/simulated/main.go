// Command simulated runs a script of the heap simulator for real, with all of its fields, and prints what the
// runtime counted as one JSON object: simulated SCRIPT.json [spans|goals|profile]. With spans it counts the spans that were begun,
// by class, with goals it samples the pacer's inputs and its goal once a cycle, and with profile it writes a
// heap profile to SCRIPT.json.pb.gz.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
	"unsafe"
)

type class struct {
	Size   int  `json:"size"`
	Scan   bool `json:"scan"`
	Weight int  `json:"weight"`
	key    string
}

type phase struct {
	Count      int     `json:"count"`
	Ring       int     `json:"ring"`
	Clear      bool    `json:"clear"`
	SpinNs     int     `json:"spinNs"`
	Goroutines int     `json:"goroutines"`
	Classes    []class `json:"classes"`
}

type script struct {
	Gogc             any     `json:"gogc"`
	MemoryLimitBytes *int64  `json:"memoryLimitBytes"`
	Procs            int     `json:"procs"`
	Seed             uint32  `json:"seed"`
	Phases           []phase `json:"phases"`
}

// slots holds the objects: the only references to them.
var slots []unsafe.Pointer

func main() {
	script := readScript(os.Args[1])
	runtime.GOMAXPROCS(script.Procs)
	ring, goroutines := 0, 0
	for _, p := range script.Phases {
		ring = max(ring, p.Ring)
		goroutines = max(goroutines, p.Goroutines)
	}
	mode := append(os.Args, "")[2]
	if mode == "profile" {
		runtime.MemProfileRate = 4096
	}
	watch := newWatch(mode)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(math.MaxInt64)
	runtime.GC()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	process := processNow()
	if gogc, ok := script.Gogc.(float64); ok {
		debug.SetGCPercent(int(gogc))
	}
	if script.MemoryLimitBytes != nil {
		debug.SetMemoryLimit(*script.MemoryLimitBytes)
	}
	start := time.Now()
	slots = make([]unsafe.Pointer, ring)
	random := make([]uint32, goroutines)
	for g := range random {
		random[g] = script.Seed + uint32(g)
	}
	for _, p := range script.Phases {
		run(p, random, watch)
	}
	elapsed := time.Since(start)
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(math.MaxInt64)
	if mode == "profile" {
		writeProfile(os.Args[1] + ".pb.gz")
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"numGC":     after.NumGC - before.NumGC,
		"heapAlloc": int64(after.HeapAlloc) - int64(before.HeapAlloc),
		"heapInuse": int64(after.HeapInuse) - int64(before.HeapInuse),
		"heapSys":   after.HeapSys,
		"process":   process,
		"elapsedNs": elapsed.Nanoseconds(),
		"resident":  residentNow(),
		"newSpans":  watch.newSpans,
		"cycles":    watch.cycles,
	})
	runtime.KeepAlive(slots)
}

func readScript(name string) (script script) {
	text, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(text, &script); err != nil {
		panic(err)
	}
	for _, p := range script.Phases {
		for c := range p.Classes {
			p.Classes[c].key = fmt.Sprint(p.Classes[c].Size, " ", p.Classes[c].Scan)
		}
	}
	return script
}

func writeProfile(name string) {
	runtime.GC()
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

// process is what a script says of the process that it runs in, in bytes.
type process struct {
	StackBytes     uint64 `json:"stackBytes"`
	GlobalsBytes   uint64 `json:"globalsBytes"`
	OtherHeapBytes uint64 `json:"otherHeapBytes"`
	NonHeapBytes   uint64 `json:"nonHeapBytes"`
}

func processNow() process {
	samples := []metrics.Sample{
		{Name: "/gc/scan/stack:bytes"},
		{Name: "/gc/scan/globals:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
	}
	metrics.Read(samples)
	value := func(i int) uint64 { return samples[i].Value.Uint64() }
	return process{value(0), value(1), value(2), value(3) - value(4) - value(5) - value(2) - value(6)}
}

// resident is what Linux says of the process, in bytes; nothing elsewhere.
type resident struct {
	PeakBytes uint64 `json:"peakBytes"`
	// HugeBytes is what lies in huge pages now.
	HugeBytes uint64 `json:"hugeBytes"`
}

func residentNow() *resident {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil
	}
	smaps, err := os.ReadFile("/proc/self/smaps_rollup")
	if err != nil {
		return nil
	}
	return &resident{kibField(status, "VmHWM"), kibField(smaps, "AnonHugePages")}
}

// kibField returns the bytes of a line such as "VmHWM:  1234 kB".
func kibField(text []byte, name string) uint64 {
	var kib uint64
	if _, after, ok := strings.Cut(string(text), "\n"+name+":"); ok {
		fmt.Sscan(after, &kib)
	}
	return kib << 10
}

func run(p phase, random []uint32, watch *watch) {
	if p.Clear {
		clear(slots[p.Ring:])
	}
	total := uint32(0)
	for _, c := range p.Classes {
		total += uint32(c.Weight)
	}
	var done sync.WaitGroup
	for g := range p.Goroutines {
		work := func() {
			for i := g; i < p.Count; i += p.Goroutines {
				x := random[g]
				x ^= x << 13
				x ^= x >> 17
				x ^= x << 5
				random[g] = x
				rest := x % total
				for c := range p.Classes {
					if rest < uint32(p.Classes[c].Weight) {
						object := allocate(&p.Classes[c])
						slots[i%p.Ring] = object
						if watch.mode != "" {
							watch.look(i, object, &p.Classes[c])
						}
						break
					}
					rest -= uint32(p.Classes[c].Weight)
				}
				if p.SpinNs > 0 {
					spin(p.SpinNs)
				}
			}
		}
		if p.Goroutines == 1 {
			work()
			continue
		}
		done.Add(1)
		go func() {
			defer done.Done()
			work()
		}()
	}
	done.Wait()
}

func allocate(c *class) unsafe.Pointer {
	if c.Scan {
		const word = int(unsafe.Sizeof(uintptr(0)))
		return unsafe.Pointer(unsafe.SliceData(make([]*byte, (c.Size+word-1)/word)))
	}
	return unsafe.Pointer(unsafe.SliceData(make([]byte, c.Size)))
}

func spin(ns int) {
	for start := time.Now(); time.Since(start) < time.Duration(ns); {
	}
}

type watch struct {
	mode string
	// How many objects lie at the beginning of a page, by their class: with the collector off, the first
	// of each span, as no other one does.
	newSpans map[string]int
	cycles   []cycle
	samples  []metrics.Sample
}

// cycle is what the runtime said last before the next cycle ended, in bytes.
type cycle struct {
	Live, Stack, Globals, Goal, Total, Released, Free, Objects uint64
	number                                                     uint64
}

func newWatch(mode string) *watch {
	w := &watch{mode: mode, newSpans: make(map[string]int)}
	if mode == "goals" {
		w.cycles = make([]cycle, 0, 10000)
	}
	for _, name := range []string{
		"/gc/heap/live:bytes",
		"/gc/scan/stack:bytes",
		"/gc/scan/globals:bytes",
		"/gc/heap/goal:bytes",
		"/memory/classes/total:bytes",
		"/memory/classes/heap/released:bytes",
		"/memory/classes/heap/free:bytes",
		"/memory/classes/heap/objects:bytes",
		"/gc/cycles/total:gc-cycles",
	} {
		w.samples = append(w.samples, metrics.Sample{Name: name})
	}
	metrics.Read(w.samples)
	return w
}

const sampledEvery = 512

func (w *watch) look(i int, object unsafe.Pointer, c *class) {
	if w.mode == "spans" {
		header := uintptr(0)
		if c.Scan && c.Size > 64*int(unsafe.Sizeof(uintptr(0))) && c.Size <= 32760 {
			header = 8
		}
		if uintptr(object)%8192 == header {
			w.newSpans[c.key]++
		}
		return
	}
	if w.mode != "goals" || i%sampledEvery != 0 {
		return
	}
	metrics.Read(w.samples)
	var v [9]uint64
	for i := range v {
		v[i] = w.samples[i].Value.Uint64()
	}
	now := cycle{v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8]}
	if last := len(w.cycles) - 1; last >= 0 && w.cycles[last].number == now.number {
		w.cycles[last] = now
	} else if len(w.cycles) < cap(w.cycles) {
		w.cycles = append(w.cycles, now)
	}
}
