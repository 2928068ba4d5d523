package main

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// A function value that escapes is an object that holds what it captured.

// Returned, so it is allocated: 16 B, the code pointer and a copy of step, which never changes.
func adder(step int) func(int) int {
	return func(n int) int { return n + step }
}

// total changes after it was captured. The closure holds its address, so the variable is moved to
// the heap as well: two objects.
func accumulator() func(int) int {
	total := 0
	return func(n int) int {
		total += n
		return total
	}
}

type server struct {
	onClose []func()
	open    int
}

// A method value holds its receiver: an allocation at each mention that escapes.
func (s *server) register() {
	s.onClose = append(s.onClose, s.shut)
}

func (s *server) shut() { s.open-- }

// Three closures over one variable share it: it is moved to the heap once.
func handlers(name string) map[string]func() string {
	calls := 0
	return map[string]func() string{
		"name":  func() string { calls++; return name },
		"upper": func() string { calls++; return strings.ToUpper(name) },
		"calls": func() string { return strconv.Itoa(calls) },
	}
}

// Neither the closure nor what it captures is allocated, although minimum is changed by it and is
// captured by reference: forEach only calls its argument ("does not escape").
func smallest(values []int) int {
	minimum := values[0]
	forEach(values, func(v int) { minimum = min(minimum, v) })
	return minimum
}

func forEach(values []int, visit func(int)) {
	for _, v := range values {
		visit(v)
	}
}

// sort.Slice boxes the slice and swaps by reflection; slices.SortFunc is generic and does neither.
func sortedByLength(words []string) ([]string, []string) {
	a, b := slices.Clone(words), slices.Clone(words)
	sort.Slice(a, func(i, j int) bool { return len(a[i]) < len(a[j]) })
	slices.SortFunc(b, func(x, y string) int { return len(x) - len(y) })
	return a, b
}

// A deferred closure lives in the frame. In a loop it cannot: nobody knows how many there will be.
func closeAll(files []string, remove func(string)) {
	defer func() { remove("lock") }()
	for _, f := range files {
		defer func() { remove(f) }()
	}
}

func closures() string {
	add, sum := adder(2), accumulator()
	s := &server{open: 1}
	s.register()
	for _, f := range s.onClose {
		f()
	}
	h := handlers("ada")
	a, b := sortedByLength([]string{"three", "a", "be"})
	closed := 0
	closeAll(a, func(string) { closed++ })
	return strings.Join([]string{
		strconv.Itoa(add(sum(3))), h["upper"](), h["calls"](), a[0] + b[1],
		strconv.Itoa(smallest([]int{3, 1, 2})), strconv.Itoa(closed),
	}, " ")
}
