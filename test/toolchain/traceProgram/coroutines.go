//go:build go1.23

package main

import "iter"

func switchCoroutines() {
	next, stop := iter.Pull(numbers())
	for range 20 {
		next()
	}
	stop()
}

func numbers() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
}
