// Package fill has generic code, which each package compiles itself that asks for an instance.
package fill

import "askers/box"

// Far is asked for by a package that has no bodies of what it calls: it does not import package box.
func Far[T any](value T) (T, int) {
	return value, box.New(1).Get()
}

// Near is asked for by a package that has them.
func Near[T any](value T) (T, int) {
	return value, box.New(2).Get() // want stack
}

// Handed is asked for by a package that imports another one which inlines them.
func Handed[T any](value T) (T, int) {
	return value, box.Wrap(3).Get() // want stack
}

// Both is asked for by a package that has them, and by one that has not.
func Both[T any](value T) (T, int) {
	kept := box.New(4) // want stack
	return value, kept.Get()
}

// Within is asked for by what is asked for with it.
func Within[T any](value T) int {
	each := func() int {
		return box.New(5).Get()
	}
	run(each)
	_, n := Far(value)
	return n
}

func run(each func() int) { // want noleak
	for range 2 {
		each()
	}
}
