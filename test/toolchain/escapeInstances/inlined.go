package instances

import "instances/sets"

// keys inlines what calls an instance that this package has nothing else to do with: it is not compiled here,
// and nothing is known of it.
func keys(all []string) []string { // want leak-content
	names := sets.Names{} // want heap
	for _, each := range all {
		names[each] = true
	}
	return names.List()
}

func numbers(all []int) []int { // want noleak
	numbers := sets.Numbers{} // want stack
	for _, each := range all {
		numbers[each] = true
	}
	return numbers.List()
}

// own asks for the same instance as numbers does.
func own(all map[int]bool) []int { return sets.List(all) } // want noleak

// firstText meets a visitor of strings in what it inlines only: its methods are not compiled here.
func firstText(all []string) (first string) { // want heap, leak
	sets.Texts(all, func(each string) bool { // want heap, leak
		first = each
		return false
	})
	return first
}

// firstFloat is in a package that has a type with a visitor of its kind in it.
func firstFloat(all []float64) (first float64) { // want noleak
	sets.Floats(all, func(each float64) bool { // want stack
		first = each
		return false
	})
	return first
}

type bags map[string]sets.Bag

// firstByte is in a package that calls a generic function with one of its kind in its code.
func firstByte(all []byte) (first byte) { // want noleak
	sets.Bytes(all, func(each byte) bool { // want stack
		first = each
		return false
	})
	return first
}

func seen(all []byte) int { return sets.See(all) } // want noleak

// firstRune is in a package that has an instance with the same shape.
func firstRune(all []rune) (first rune) { // want noleak
	sets.Runes(all, func(each rune) bool { // want stack
		first = each
		return false
	})
	return first
}

type letter int32

func seenLetters(all []letter) int { return sets.See(all) } // want noleak

// known inlines a closure of another package that calls an instance.
func known(all []string) int { // want leak-content
	names := []string{"a", "b"} // want heap
	return sets.Known(all, names)
}

// walked has a closure of another package that calls one.
func walked(all []string) int { // want leak-content
	names := []string{"a", "b"}    // want heap
	return sets.Walked(all, names) // want stack
}
