package main

import (
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

var (
	kept     any
	keptFunc func(int) int
	keptText string
	keptInts []int
	keptMap  map[string]int
)

// What the comments say about allocations.
func TestAllocations(t *testing.T) {
	var (
		quiet  = slog.New(slog.DiscardHandler)
		d      = &directory{byName: map[string]*user{}}
		p      = &point{1, 2}
		name   = []byte("Host")
		long   = strings.Repeat("longer than a buffer of 32 bytes on the stack ", 2)
		dst    = make([]byte, 0, 64)
		words  = []string{"to", "be", "or", "not", "to", "be"}
		values = []int{3, 1, 2}
		jobs   = make(chan job, 1)
		known  = map[string]string{"Host": "Host"}
		n      = 1000
	)
	for _, c := range []struct {
		name string
		want float64
		run  func()
	}{
		{"parseUser", 1, func() { kept, _ = parseUser("Ada,ada@example.com") }},
		{"remember", 1, func() { d.remember(user{}, true) }},
		{"longerName", 0, func() { keptText = longerName("Ada", "Grace") }},
		{"countVisit", 0, func() { n += countVisit("Ada") }},
		{"keepVisitor", 1, func() { d.keepVisitor("Ada") }},
		{"logLoose", 2, func() { logLoose(quiet, long, n) }},
		{"logTyped", 0, func() { logTyped(quiet, long, n) }},
		{"freeBoxes", 0, func() { freeBoxes(p, n > 0, uint8(n)) }},
		{"costlyBoxes", 3, func() { costlyBoxes(n, long, *p) }},
		{"squareArea", 0, func() { p.x = squareArea(p.y) }},
		{"joinSlow", 6, func() { keptText = joinSlow(words) }},
		{"joinFast", 1, func() { keptText = joinFast(words) }},
		{"classify", 0, func() { n += classify(name, long) }},
		{"squaresSized", 1, func() { keptInts = squaresSized(n%100 + 100) }},
		{"formatInto", 0, func() { dst = formatInto(dst[:0], int64(n)) }},
		{"mean", 0, func() { n += int(mean(int64(n))) }},
		{"adder", 1, func() { keptFunc = adder(n) }},
		{"accumulator", 2, func() { keptFunc = accumulator() }},
		{"smallest", 0, func() { n += smallest(values) }},
		{"inPlace", 0, func() { n += inPlace(values) }},
		{"sendValues", 0, func() { sendValues(jobs, 1); <-jobs }},
		{"hasDuplicate", 0, func() { hasDuplicate("a", "b", "c") }},
		{"intern", 0, func() { keptText = intern(known, name) }},
	} {
		if got := testing.AllocsPerRun(100, c.run); got != c.want {
			t.Errorf("%s: %v allocations, want %v", c.name, got, c.want)
		}
	}
}

// What the comments say about sizes, on a 64-bit machine.
func TestSizes(t *testing.T) {
	if strconv.IntSize != 64 {
		t.Skip("sizes are for 64 bits")
	}
	for _, c := range []struct {
		name      string
		got, want uintptr
	}{
		{"user", unsafe.Sizeof(user{}), 40},
		{"sampleLoose", unsafe.Sizeof(sampleLoose{}), 32},
		{"sampleTight", unsafe.Sizeof(sampleTight{}), 16},
		{"login", unsafe.Sizeof(login{}), 72},
		{"markedLast", unsafe.Sizeof(markedLast{}), 16},
		{"markedFirst", unsafe.Sizeof(markedFirst{}), 8},
		{"pointerLast", unsafe.Sizeof(pointerLast{}), 264},
		{"pointerFirst", unsafe.Sizeof(pointerFirst{}), 264},
		{"counters", unsafe.Sizeof(counters{}), 16},
		{"paddedCounters", unsafe.Sizeof(paddedCounters{}), 72},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, c.got, c.want)
		}
	}
}

func TestStories(t *testing.T) {
	for name, story := range map[string]func() string{
		"escapes": escapes, "boxing": boxing, "buffers": buffers, "padding": padding,
		"closures": closures, "goroutines": goroutines, "maps": maps,
	} {
		if story() == "" {
			t.Errorf("%s tells nothing", name)
		}
	}
}

// Two ways to do the same, to be compared.

func words(n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = strconv.Itoa(i)
	}
	return words
}

func BenchmarkJoin(b *testing.B) {
	list := words(200)
	b.Run("slow", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptText = joinSlow(list)
		}
	})
	b.Run("fast", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptText = joinFast(list)
		}
	})
}

func BenchmarkSquares(b *testing.B) {
	b.Run("growing", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptInts = squaresGrowing(1000)
		}
	})
	b.Run("sized", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptInts = squaresSized(1000)
		}
	})
}

func BenchmarkMap(b *testing.B) {
	list := words(1000)
	b.Run("growing", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptMap = countGrowing(list)
		}
	})
	b.Run("sized", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			keptMap = indexSized(list)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	list := words(200)
	b.ReportAllocs()
	for b.Loop() {
		render(list, func(out []byte) { kept = len(out) > 0 })
	}
}
