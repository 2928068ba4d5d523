package main

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// What a goroutine uses must outlive the function that started it. The compiler prints no line for
// the goroutine (some 400 B of its own, and at least 2 KiB of stack) nor for a channel.

// Every iteration has its own url since Go 1.22, and the closure holds a copy of it. The other four
// variables are shared by all closures: moved to the heap.
func fetchAll(urls []string, fetch func(string) (int, error)) (int, error) {
	var (
		total  int
		failed error
		mu     sync.Mutex
		wg     sync.WaitGroup
	)
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n, err := fetch(url)
			mu.Lock()
			defer mu.Unlock()
			total += n
			if err != nil {
				failed = err
			}
		}()
	}
	wg.Wait()
	return total, failed
}

// A fixed number of workers: the cost of goroutines does not grow with the work.
func sumParallel(values []int, workers int) int {
	parts := make(chan []int) // allocated, though no line says so
	sums := make(chan int, workers)
	for range workers {
		go func() {
			sum := 0
			for part := range parts {
				for _, v := range part {
					sum += v
				}
			}
			sums <- sum
		}()
	}
	const step = 64
	for len(values) > 0 {
		n := min(step, len(values))
		parts <- values[:n]
		values = values[n:]
	}
	close(parts)
	total := 0
	for range workers {
		total += <-sums
	}
	return total
}

type job struct {
	id   int
	data [40]byte
}

// By pointer each job is an object of its own; by value it is copied into the channel's buffer.
func sendPointers(c chan<- *job, n int) {
	for i := range n {
		j := job{id: i} // moved to heap: j
		c <- &j
	}
}

func sendValues(c chan<- job, n int) {
	for i := range n {
		c <- job{id: i} // no allocation
	}
}

// Without the context the goroutine would wait for ever once nobody listens: a leak of its stack
// and of all that it holds.
func ticks(ctx context.Context, every time.Duration) <-chan time.Time {
	out := make(chan time.Time)
	go func() {
		defer close(out)
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case now := <-t.C:
				select {
				case out <- now:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// A goroutine is not needed for everything: the closure is called in place and all of it stays on
// the stack.
func inPlace(values []int) (sum int) {
	func() {
		defer func() { sum *= 2 }()
		for _, v := range values {
			sum += v
		}
	}()
	return sum
}

func goroutines() string {
	n, err := fetchAll([]string{"a", "bc"}, func(url string) (int, error) { return len(url), nil })
	if err != nil {
		return err.Error()
	}
	n += sumParallel([]int{1, 2, 3}, 2) + inPlace([]int{1, 2})
	pointers, values := make(chan *job, 4), make(chan job, 4)
	sendPointers(pointers, 4)
	sendValues(values, 4)
	n += (<-pointers).id + (<-values).id
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	<-ticks(ctx, time.Millisecond)
	return strconv.Itoa(n)
}
