// Command allocationmeasure prints what the runtime that it was built with takes for objects, slices
// that grow, channels and maps. A line is a word for its kind, and numbers; sizes are in bytes.
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"unsafe"
)

var out = bufio.NewWriter(os.Stdout)

// sink keeps what is measured on the heap.
var sink any

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	runtime.GC()
	objects()
	spans()
	slices()
	channels()
	maps()
	if err := out.Flush(); err != nil {
		panic(err)
	}
}

func line(kind string, numbers ...any) {
	fmt.Fprintln(out, append([]any{kind}, numbers...)...)
}

func totalBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

func heldBytes() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// allocated is what a function allocates.
func allocated(run func()) uint64 {
	return agreed(func() uint64 {
		before := totalBytes()
		run()
		return totalBytes() - before
	})
}

// agreed measures until two results are equal, as the runtime allocates as well at times.
func agreed(measure func() uint64) uint64 {
	last := measure()
	for {
		bytes := measure()
		if bytes == last {
			return bytes
		}
		last = bytes
	}
}

// pointerBytes reads the second word of a descriptor: PtrBytes of internal/abi.Type.
func pointerBytes(t reflect.Type) uintptr {
	descriptor := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	return (*[2]uintptr)(descriptor)[1]
}

const word = unsafe.Sizeof(uintptr(0))

// objects prints lines of: size, whether there are pointers, how many were made, what they took.
func objects() {
	for size := uintptr(1); size <= 40000; size++ {
		if size < 16 {
			// Divisible by the numbers of objects that share a block.
			const count = 240
			line("object", size, 0, count, allocated(func() {
				runtime.GC()
				for range count {
					bytesSink = make([]byte, size)
				}
			}))
		} else {
			line("object", size, 0, 1, allocated(func() { bytesSink = make([]byte, size) }))
		}
		if size%word == 0 {
			line("object", size, 1, 1, allocated(func() { pointersSink = make([]*byte, size/word) }))
		}
		if size%1000 == 0 {
			bytesSink, pointersSink = nil, nil
			runtime.GC()
		}
	}
}

// These are not boxed, as values of an interface would be.
var (
	arraySink    unsafe.Pointer
	bytesSink    []byte
	pointersSink []*byte
)

// spans prints lines of: size, whether there are pointers, how many objects lie side by side.
func spans() {
	for size := word; size <= 8192; size += word {
		if size >= 16 {
			line("span", size, 0, neighbours(func() uintptr {
				bytesSink = make([]byte, size)
				return uintptr(unsafe.Pointer(unsafe.SliceData(bytesSink)))
			}))
		}
		line("span", size, 1, neighbours(func() uintptr {
			pointersSink = make([]*byte, size/word)
			return uintptr(unsafe.Pointer(unsafe.SliceData(pointersSink)))
		}))
		if size >= 1024 {
			size += 256
		}
	}
}

// neighbours is how many objects lie in a row without a gap, in most rows; 0 if all are in one.
func neighbours(next func() uintptr) uint64 {
	// Spans that others have objects in would be filled first.
	bytesSink, pointersSink = nil, nil
	runtime.GC()
	addresses := make([]uintptr, 0, 1<<14)
	total := totalBytes()
	next()
	size := uintptr(totalBytes() - total)
	for range min(cap(addresses), int(1<<20/size)) {
		addresses = append(addresses, next())
	}
	counts := map[uint64]int{}
	// The first row may have begun earlier, and the last one may go on.
	var best, row uint64
	isFirst := true
	for i, address := range addresses {
		if i > 0 && address != addresses[i-1]+size {
			if !isFirst {
				counts[row]++
				if counts[row] > counts[best] {
					best = row
				}
			}
			row, isFirst = 0, false
		}
		row++
	}
	return best
}

func slices() {
	growing[[1]byte]()
	growing[[2]byte]()
	growing[[3]byte]()
	growing[[4]byte]()
	growing[[7]byte]()
	growing[int64]()
	growing[[12]byte]()
	growing[[16]byte]()
	growing[[24]byte]()
	growing[[40]byte]()
	growing[[100]byte]()
	growing[[128]byte]()
	growing[[1000]byte]()
	growing[[5000]byte]()
	growing[[40000]byte]()
	growing[*byte]()
	growing[string]()
	growing[[]byte]()
	growing[[5]*byte]()
	growing[[8]*byte]()
	growing[[65]*byte]()
	growing[[1001]*byte]()
	growing[struct{}]()
}

// growing prints lines of: the element's size and pointers, old capacity, new length, new capacity, and
// what the new array took.
func growing[E any]() {
	t := reflect.TypeFor[E]()
	grow := func(capacity, length int) int {
		old := make([]E, capacity)
		more := make([]E, length-capacity)
		before := totalBytes()
		grown := append(old, more...)
		bytes := totalBytes() - before
		arraySink = unsafe.Pointer(unsafe.SliceData(grown))
		line("append", t.Size(), pointerBytes(t), capacity, length, cap(grown), bytes)
		return cap(grown)
	}
	most := 20
	if size := int(t.Size()); size > 0 {
		most = min(20000, 1<<20/size)
	}
	for capacity := 0; capacity < most; {
		next := grow(capacity, capacity+1)
		for _, more := range []int{2, 3, 5, capacity/3 + 1, capacity + 1, 2*capacity + 1} {
			grow(capacity, capacity+more)
		}
		capacity = next
	}
	runtime.GC()
}

func channels() {
	channel[struct{}]()
	channel[byte]()
	channel[int]()
	channel[int64]()
	channel[[3]byte]()
	channel[[100]byte]()
	channel[*byte]()
	channel[string]()
	channel[[]byte]()
	channel[[100]*byte]()
	channel[any]()
}

// channel prints lines of: the element's size and pointers, the capacity, and what it took.
func channel[E any]() {
	t := reflect.TypeFor[E]()
	for _, capacity := range []int{0, 1, 2, 3, 7, 8, 10, 64, 100, 1000, 5000} {
		line("chan", t.Size(), pointerBytes(t), capacity, allocated(func() {
			c := make(chan E, capacity)
			sink = c
		}))
	}
}

type words [3]uintptr

func maps() {
	filled[int, int](func(i int) int { return i })
	filled[int, struct{}](func(i int) int { return i })
	filled[int32, bool](func(i int) int32 { return int32(i) })
	filled[int64, string](func(i int) int64 { return int64(i) })
	filled[string, int](text)
	filled[string, *byte](text)
	filled[string, [16]byte](text)
	filled[string, []string](text)
	filled[uint16, [3]byte](func(i int) uint16 { return uint16(i) })
	filled[words, words](func(i int) words { return words{uintptr(i)} })
	filled[[128]byte, int](wide128)
	filled[[129]byte, int](wide129)
	filled[int, [128]byte](func(i int) int { return i })
	filled[int, [129]byte](func(i int) int { return i })
	filled[int, [40]*byte](func(i int) int { return i })
	filled[[200]byte, [20]string](func(i int) (key [200]byte) { copy(key[:], text(i)); return key })
}

func text(i int) string { return fmt.Sprintf("key %d", i) }

func wide128(i int) (key [128]byte) { copy(key[:], text(i)); return key }

func wide129(i int) (key [129]byte) { copy(key[:], text(i)); return key }

const (
	mostEntries = 30000
	// undecided is where each of eight tables has just been split or is just about to be.
	undecided = 8 * 896
)

// filled prints lines of: the key's and the element's size, alignment and pointers, the hint, the
// number of entries, how many maps were filled, what they allocated, and what they hold.
func filled[K comparable, V any](keyOf func(int) K) {
	k, v := reflect.TypeFor[K](), reflect.TypeFor[V]()
	keys := make([]K, mostEntries)
	for i := range keys {
		keys[i] = keyOf(i)
	}
	fill := func(hint, entries int) map[K]V {
		m := make(map[K]V, hint)
		var zero V
		for _, key := range keys[:entries] {
			m[key] = zero
		}
		return m
	}
	describe := func(hint, entries, count int, allocated, held uint64) {
		line("map", k.Size(), k.Align(), pointerBytes(k), v.Size(), v.Align(), pointerBytes(v),
			hint, entries, count, allocated, held)
	}
	for _, hint := range []int{0, 5, 8, 9, 14, 15, 100, 896} {
		for _, entries := range []int{0, 1, 8, 9, 14, 15, 29, 100, 448, 449, 896} {
			if hint > 0 && entries > 100 && entries < 896 {
				continue
			}
			made := allocated(func() { sink = fill(hint, entries) })
			held := agreed(func() uint64 {
				sink = nil
				before := heldBytes()
				sink = fill(hint, entries)
				return heldBytes() - before
			})
			describe(hint, entries, 1, made, held)
		}
	}
	for _, hint := range []int{0, 1000, 10000} {
		for _, entries := range []int{0, 8, 100, 900, 1500, 2000, undecided, 10000, mostEntries} {
			if entries > 2000 && k.Size()+v.Size() > 64 {
				continue
			}
			count := 8
			if entries == undecided {
				count = 64
			}
			many := make([]map[K]V, count)
			sink = nil
			// What package fmt keeps in a pool is gone after two collections.
			runtime.GC()
			before, made := heldBytes(), totalBytes()
			for i := range many {
				many[i] = fill(hint, entries)
			}
			made = totalBytes() - made
			describe(hint, entries, count, made, heldBytes()-before)
			runtime.KeepAlive(many)
		}
	}
	runtime.KeepAlive(keys)
}
