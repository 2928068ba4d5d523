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
