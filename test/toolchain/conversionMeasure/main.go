// Command conversionmeasure prints what the runtime that it was built with takes for strings and slices
// that are converted, values in interfaces, closures, and maps that are as full as chance wants it. A
// line is a word for its kind, and numbers; sizes are in bytes, those of a type are its size, its
// alignment and its part with pointers.
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"unsafe"
)

var out = bufio.NewWriter(os.Stdout)

// Sinks keep what is measured on the heap.
var (
	bytesSink  []byte
	runesSink  []rune
	stringSink string
	anySink    any
	funcSink   func() int
)

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	strings_()
	values()
	closures()
	variables()
	maps()
	if err := out.Flush(); err != nil {
		panic(err)
	}
}

func line(kind string, numbers ...any) {
	fmt.Fprintln(out, append([]any{kind}, numbers...)...)
}

// times is divisible by the numbers of tiny objects that may share a block.
const times = 240

func totalBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

// allocated is what a function allocates in so many calls. The runtime itself may allocate as well, so
// two results have to agree.
func allocated(run func()) uint64 {
	last := ^uint64(0)
	for {
		// A collection gives up the block that tiny objects share.
		runtime.GC()
		before := totalBytes()
		for range times {
			run()
		}
		bytes := totalBytes() - before
		if bytes == last {
			return bytes
		}
		last = bytes
	}
}

// typeOf is the size, the alignment and the part with pointers: PtrBytes of internal/abi.Type is the
// second word of a descriptor.
func typeOf(t reflect.Type) []any {
	descriptor := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	return []any{t.Size(), t.Align(), (*[2]uintptr)(descriptor)[1]}
}

// strings_ prints lines of: the length of what is converted, the capacity of a slice that results, how
// many were made and what they took.
func strings_() {
	lengths := []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 100, 127,
		128, 129, 500, 512, 513, 1000, 1024, 1025, 4096, 4097, 30000, 32760, 32761, 32768, 32769, 50000}
	for _, length := range lengths {
		text := strings.Repeat("x", length)
		bytes, runes := []byte(text), []rune(text)
		allocated := func(run func()) []any { return []any{times, allocated(run)} }

		made := allocated(func() { bytesSink = []byte(text) })
		line("bytes", append([]any{length, cap(bytesSink)}, made...)...)
		made = allocated(func() { runesSink = []rune(text) })
		line("runes", append([]any{length, cap(runesSink)}, made...)...)
		made = allocated(func() { stringSink = string(bytes) })
		line("stringOfBytes", append([]any{length}, made...)...)
		made = allocated(func() { stringSink = string(runes) })
		line("stringOfRunes", append([]any{length}, made...)...)
		if length >= 2 {
			head, tail := text[:1], text[1:]
			made = allocated(func() { stringSink = head + tail })
			line("concatenation", append([]any{length}, made...)...)
		}
	}
	for _, each := range []rune{'x', 'é', '世', '😀'} {
		line("stringOfRune", times, allocated(func() { stringSink = string(each) }))
	}
}

type (
	one     struct{ v int }
	list    [1]string
	padded  struct{ a, b byte }
	quad    struct{ a, b uint16 }
	octet   struct{ a, b uint32 }
	wide    struct{ a, b int64 }
	pointed struct {
		p *int
		n int
	}
)

// values prints lines of: a type, a word for its kind, a word for the value, how many were put into an
// interface and what that took.
func values() {
	small, number := new(int), 0
	value("integer", "small", uint8(200))
	value("integer", "small", true)
	value("integer", "small", int8(-1))
	value("integer", "small", uint16(255))
	value("integer", "large", uint16(256))
	value("integer", "large", int16(-1))
	value("integer", "small", int32(255))
	value("integer", "large", int32(1000))
	value("integer", "small", 7)
	value("integer", "large", 1000)
	value("integer", "small", int64(255))
	value("integer", "large", int64(256))
	value("integer", "small", one{3})
	value("integer", "large", one{300})
	value("other", "small", float64(0))
	value("other", "large", float64(1))
	value("other", "small", float32(0))
	value("other", "large", float32(1))
	value("other", "large", complex64(1))
	value("other", "large", complex128(1))
	value("other", "large", padded{1, 2})
	value("other", "small", quad{a: 1})
	value("other", "large", quad{1, 2})
	value("other", "large", octet{1, 2})
	value("other", "large", wide{1, 2})
	value("other", "large", pointed{small, 1})
	value("other", "large", [3]byte{1})
	value("other", "large", [5]byte{1})
	value("other", "large", [100]byte{1})
	value("other", "large", [600]byte{1})
	value("other", "large", [100]*int{small})
	value("other", "small", struct{}{})
	value("other", "small", [0]int{})
	value("string", "empty", "")
	value("string", "large", "text")
	value("string", "large", list{"text"})
	value("slice", "empty", []int(nil))
	value("slice", "large", []int{1})
	value("pointer", "large", small)
	value("pointer", "large", map[int]int{})
	value("pointer", "large", make(chan int))
	value("pointer", "large", func() { number++ })
	value("pointer", "large", unsafe.Pointer(small))
	value("pointer", "large", struct{ p *int }{small})
}

func value[T any](kind, what string, v T) {
	// The type parameter has a type of its own for each of these.
	made := allocated(func() { anySink = v })
	line("value", append(append([]any{}, typeOf(reflect.TypeOf(v))...), kind, what, times, made)...)
}

// closures prints lines of: how many were made, what they took, and the types of what they capture.
func closures() {
	var (
		flag    bool
		small   byte
		short   int16
		number  int
		big     int64
		real    float64
		text    string
		slice   []int
		pointer = new(int)
		boxed   any
		block   [128]byte
		padding [3]byte
		table   [9]*int
	)
	closure(func() { funcSink = func() int { return number } }, number)
	closure(func() { funcSink = func() int { return int(small) } }, small)
	closure(func() { funcSink = func() int { return int(short) + int(small) } }, short, small)
	closure(func() { funcSink = func() int { return int(small) + int(big) + int(short) } }, small, big, short)
	closure(func() { funcSink = func() int { return int(big) + int(small) + int(short) } }, big, small, short)
	closure(func() { funcSink = func() int { return len(text) } }, text)
	closure(func() { funcSink = func() int { return *pointer + len(text) } }, pointer, text)
	closure(func() { funcSink = func() int { return len(text) + *pointer } }, text, pointer)
	closure(func() { funcSink = func() int { return slice[0] + len(text) + number } }, slice, text, number)
	closure(func() { funcSink = func() int { return boxed.(int) + int(real) } }, boxed, real)
	closure(func() { funcSink = func() int { return int(block[number]) } }, block, number)
	closure(func() { funcSink = func() int { return int(padding[number]) } }, padding, number)
	closure(func() { funcSink = func() int { return *table[number] } }, table, number)
	closure(func() {
		funcSink = func() int {
			if flag {
				return int(real)
			}
			return int(small)
		}
	}, flag, real, small)
	closure(func() { funcSink = one{number}.get }, one{})
	closure(func() { funcSink = pointed{pointer, number}.get }, pointed{})
	closure(func() { funcSink = wide{1, int64(number)}.get }, wide{})
}

func (o one) get() int     { return o.v }
func (p pointed) get() int { return p.n }
func (w wide) get() int    { return int(w.b) }

func closure(run func(), captured ...any) {
	numbers := []any{times, allocated(run)}
	for _, each := range captured {
		t := reflect.TypeOf(each)
		if t == nil {
			t = reflect.TypeFor[any]()
		}
		numbers = append(numbers, typeOf(t)...)
	}
	line("closure", numbers...)
}

// variables prints lines of: the type of a variable that a closure captures, whether it is assigned to
// or its address is taken, how many were made, and what variable and closure took.
func variables() {
	variable("assigned", true, func() {
		v := len(stringSink) > 0
		funcSink = func() int { v = !v; return len(bytesSink) }
	})
	variable("assigned", int64(0), func() {
		v := int64(len(stringSink))
		funcSink = func() int { v++; return int(v) }
	})
	variable("assigned", "", func() {
		v := stringSink
		funcSink = func() int { v += "more"; return len(v) }
	})
	variable("addressed", int64(0), func() {
		v := int64(len(stringSink))
		funcSink = func() int { anySink = &v; return 0 }
	})
	variable("read", int64(0), func() {
		v := int64(len(stringSink))
		funcSink = func() int { return int(v) }
	})
	variable("read", [128]byte{}, func() {
		var v [128]byte
		copy(v[:], stringSink)
		funcSink = func() int { w := v; return int(w[len(stringSink)]) }
	})
	variable("read", [16]uint64{}, func() {
		v := [16]uint64{uint64(len(stringSink))}
		funcSink = func() int { return int(v[len(stringSink)]) }
	})
	variable("read", [129]byte{}, func() {
		v := [129]byte{byte(len(stringSink))}
		funcSink = func() int { return int(v[len(stringSink)]) }
	})
	variable("read", [40]*int{}, func() {
		v := [40]*int{new(int)}
		funcSink = func() int { return *v[len(stringSink)] }
	})
}

func variable(use string, of any, run func()) {
	line("variable", append(typeOf(reflect.TypeOf(of)), use, times, allocated(run))...)
}

func maps() {
	filled[int64, int64]()
	filled[int32, [100]byte]()
	filled[int64, *byte]()
}

// filled prints lines of: the types of keys and elements, the hint, the number of entries, how many maps
// were filled, what they allocated and what they hold.
func filled[K int32 | int64, V any]() {
	const count = 1000
	var zero V
	for _, hint := range []int{0, 20} {
		for _, entries := range []int{9, 12, 13, 14, 20, 26, 27, 28, 40, 52, 53, 54, 55, 60, 80, 104, 105, 110,
			115, 120, 200, 208, 209, 225, 230, 250} {
			maps := make([]map[K]V, count)
			heldBefore, totalBefore := heldBytes(), totalBytes()
			for i := range maps {
				m := make(map[K]V, hint)
				for key := range entries {
					m[K(key)] = zero
				}
				maps[i] = m
			}
			made := totalBytes() - totalBefore
			held := heldBytes() - heldBefore
			numbers := append(typeOf(reflect.TypeFor[K]()), typeOf(reflect.TypeFor[V]())...)
			line("map", append(numbers, hint, entries, count, made, held)...)
			runtime.KeepAlive(maps)
		}
	}
}

func heldBytes() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
