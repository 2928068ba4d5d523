// Package constructs has what is inlined, and what functions cost: `want` is the compiler's number.
package constructs

import (
	"iter"
	"testing"
)

type metres float64

func rounded(a, b float64) float64 { return float64(a * b) } // want cost 5

func renamed(a metres) float64 { return float64(a) } // want cost 3

func renamedComplex(a complex128) complex128 { return complex128(a) } // want cost 3

func holding(f func(int) int) func(int) int { // want cost 17
	return func(n int) int { return f(n) } // want cost 21
}

type list struct{ values []int }

func (l *list) all() iter.Seq[int] { // want cost 17
	return func(yield func(int) bool) { // want cost 30
		for _, value := range l.values {
			if !yield(value) {
				return
			}
		}
	}
}

func (l *list) first() int { return l.values[0] } // want cost 5

// What is inlined in a literal is told though nothing is left of the literal itself.
func doubled(l *list) int { // want cost 46
	double := func() int { return 2 * l.first() } // want cost 10
	return double() + double()
}

const never = false

// Constants that do not decide are dropped, also from within.
func unlessNever(a, b *int) bool { // want cost 25
	if never || a == nil || b == nil {
		return false
	}
	return !(never && *a == 1) || (!never && *b == 1)
}

// Parentheses are not looked into.
func inParentheses(a, b *int) bool { // want cost 10
	return a == nil && (!never || b == nil)
}

func ifInParentheses(a, b *int) bool { // want cost 14
	if a == nil && (!never || b == nil) {
		return true
	}
	return false
}

// Runes of a constant are a literal, each with its index.
func runesOfConstant() []rune { // want cost 12
	return []rune("abc")
}

// The blank identifier is a node of its own in the head of a loop.
func blankValue(all []int) (sum int) { // want cost 10
	for i, _ := range all {
		sum += i
	}
	return
}

func blankKey(all []int) (sum int) { // want cost 10
	for _, each := range all {
		sum += each
	}
	return
}

func blankOnly(all []int) (sum int) { // want cost 7
	for _ = range all {
		sum++
	}
	return
}

func noneNamed(all []int) (sum int) { // want cost 6
	for range all {
		sum++
	}
	return
}

func blanksAssigned(all []int) (sum int) { // want cost 22
	var i int
	for i, _ = range all {
		sum++
	}
	for _, _ = range all {
		sum++
	}
	return sum + i
}

// The type of what there is to compare with stands beside each case that is an interface.
func casesOfInterfaces(x, y any, isSo bool) int { // want cost 19
	switch {
	case x, y:
		return 1
	case isSo:
		return 2
	}
	return 0
}

func casesOfBooleans(isSo, isOther bool) int { // want cost 8
	switch {
	case isSo, isOther:
		return 1
	}
	return 0
}

// Nothing leads to a blank label, and so it is none.
func blankLabel(a int) int { // want cost 4
_:
	return a + 1
}

// What a benchmark's loop makes is kept alive by a call of the runtime's, which is a part of what it costs.
func benchmark(b *testing.B) { // want cost 76
	b.Run("one", func(b *testing.B) { // want cost 99
		for b.Loop() {
			casesOfBooleans(true, false)
		}
	})
}
