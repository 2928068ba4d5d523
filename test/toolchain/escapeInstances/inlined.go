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
