// Package asked asks for its own generic code, so that it has inlined what that calls, and hands it on.
package asked

import "askers/box"

// Near has its like in package fill.
func Near[T any](value T) (T, int) {
	return value, box.New(6).Get() // want stack
}

// Sole is inlined by others, which does not make them compile what it asks for.
func Sole(n int) int {
	_, got := Near([1]int{n}) // want stack
	return got
}
