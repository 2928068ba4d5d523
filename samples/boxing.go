package main

import (
	"container/list"
	"context"
	"fmt"
	"io"
	"log/slog"
)

// A value that is no pointer must be copied to the heap to become an interface value that escapes.

type point struct{ x, y float64 }

// Both arguments are boxed, and the boxes escape, since fmt may pass them to methods that nobody
// knows here. The slice of arguments itself ("... argument") stays on the stack.
func report(w io.Writer, id int, p point) {
	fmt.Fprintln(w, id, p)
}

// Boxes both values, even if nothing is logged at this level. The keys are constants and cost
// nothing.
func logLoose(l *slog.Logger, user string, ms int) {
	l.Info("done", "user", user, "ms", ms)
}

// An attribute holds a string or a number without a box.
func logTyped(l *slog.Logger, user string, ms int) {
	l.LogAttrs(context.Background(), slog.LevelInfo, "done",
		slog.String("user", user), slog.Int("ms", ms))
}

// Containers of any box each element, and container/list adds a node for each.
func collect(values []int) ([]any, *list.List) {
	all := make([]any, 0, len(values))
	chain := list.New()
	for _, v := range values {
		all = append(all, v)
		chain.PushBack(v)
	}
	return all, chain
}

// The generic container has no box.
type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }

func (s *stack[T]) pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

var lastEvent any

// The compiler says "escapes to heap" for most of these, and none of them allocates.
func freeBoxes(p *point, enabled bool, level uint8) {
	lastEvent = p          // a pointer fits into the interface as it is
	lastEvent = enabled    // true and false exist once in the runtime
	lastEvent = level      // so does every value of one byte
	lastEvent = "started"  // a constant is in read-only data
	lastEvent = struct{}{} // no size, nothing to store
	const limit = 4096
	lastEvent = limit
}

// These do: 8 B for an int above 255, 16 B for a string's header, 16 B for a point.
func costlyBoxes(n int, name string, p point) {
	lastEvent = n
	lastEvent = name
	lastEvent = p
}

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

// Boxed into a local interface whose type the compiler knows: the call is devirtualized, nothing
// escapes and nothing is allocated.
func squareArea(side float64) float64 {
	var s shape = square{side}
	return s.area()
}

func boxing() string {
	report(io.Discard, 1000, point{1, 2})
	quiet := slog.New(slog.DiscardHandler)
	logLoose(quiet, "ada", 1200)
	logTyped(quiet, "ada", 1200)
	all, chain := collect([]int{1, 1000})
	var s stack[int]
	s.push(len(all) + chain.Len())
	n, _ := s.pop()
	freeBoxes(&point{}, true, 3)
	costlyBoxes(1000, "event", point{3, 4})
	return fmt.Sprint(n, squareArea(2), lastEvent)
}
