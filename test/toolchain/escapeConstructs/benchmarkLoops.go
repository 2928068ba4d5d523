package constructs

import "testing"

type outcome struct {
	err  error
	runs int
}

// What is assigned in a loop of b.Loop is kept alive, and so has its address taken: last is held by reference.
func measured(run func() error) *outcome { // want leak
	last := &outcome{}                     // want heap, heap
	testing.Benchmark(func(b *testing.B) { // want heap, leak
		for b.Loop() {
			last.err = run()
		}
	})
	return last
}

// Any other loop leaves it to be held by value.
func counted(run func() error) *outcome { // want leak
	last := &outcome{}                     // want heap
	testing.Benchmark(func(b *testing.B) { // want heap
		for range b.N {
			last.err = run()
		}
	})
	return last
}

// Results that nobody takes, and arguments of what has none, are put into variables.
func unused(b *testing.B, all []*int) { // want leak
	for b.Loop() {
		firstOf(all)
		take(new(int), all...)
		_, _ = firstOf(all), &outcome{runs: 1}
		for range all {
			take(&(&outcome{}).runs)
		}
	}
}

func firstOf(all []*int) *int { // want leak-result
	return all[0]
}

//go:noinline
func take(first *int, others ...*int) {}
