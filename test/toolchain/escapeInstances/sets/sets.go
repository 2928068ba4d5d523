// Package sets has methods that are no more than calls of a generic function.
package sets

import "sort"

type Names map[string]bool

func (n Names) List() []string { return List(n) }

type Numbers map[int]bool

func (n Numbers) List() []int { return List(n) }

func List[K interface{ ~int | ~string }](set map[K]bool) []K {
	all := make([]K, 0, len(set))
	for key := range set {
		all = append(all, key)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}

// A visitor calls itself, so it is never inlined.
type visitor[T any] struct{ walks []func(T) bool }

func (v *visitor[T]) visit(all []T, see func(T) bool) {
	for i, each := range all {
		if see(each) {
			v.visit(all[i+1:], see)
		}
	}
}

var (
	texts  visitor[string]
	floats visitor[float64]
	bytes  visitor[byte]
	runes  visitor[rune]
)

func Texts(all []string, see func(string) bool)    { texts.visit(all, see) }
func Floats(all []float64, see func(float64) bool) { floats.visit(all, see) }
func Bytes(all []byte, see func(byte) bool)        { bytes.visit(all, see) }
func Runes(all []rune, see func(rune) bool)        { runes.visit(all, see) }

// Bag leads to the methods of a visitor, whoever has it.
type Bag struct{ floats *visitor[float64] }

// See has a visitor in its code.
func See[T any](all []T) int {
	var v visitor[T]
	return len(v.walks) + len(all)
}

// walk is not inlined, so that what it is given stays a closure of the caller.
func walk(all []string, see func(string)) {
	if len(all) > 0 {
		see(all[0])
		walk(all[1:], see)
	}
}

// each is inlined, and so is what it is given.
func each(all []string, see func(string)) {
	for _, each := range all {
		see(each)
	}
}

func Known(all []string, names []string) (n int) {
	each(all, func(each string) {
		if countOf(names, each) > 0 {
			n++
		}
	})
	return
}

func Walked(all []string, names []string) (n int) {
	walk(all, func(each string) {
		if countOf(names, each) > 0 {
			n++
		}
	})
	return
}

func countOf[T comparable](all []T, wanted T) int {
	if len(all) == 0 {
		return 0
	}
	if all[0] == wanted {
		return 1 + countOf(all[1:], wanted)
	}
	return countOf(all[1:], wanted)
}
