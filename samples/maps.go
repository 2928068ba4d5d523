package main

import (
	"strconv"
	"strings"
)

// The compiler prints a line for the map that escapes, none for its growth, which often costs more.

// Starts with room for 8 and doubles, and every doubling moves all entries.
func countGrowing(words []string) map[string]int {
	counts := make(map[string]int)
	for _, w := range words {
		counts[w]++
	}
	return counts
}

// Room for all of them at once. Worth it when the number is a good estimate; a hint far above what
// is kept wastes the memory instead.
func indexSized(words []string) map[string]int {
	index := make(map[string]int, len(words))
	for i, w := range words {
		index[w] = i
	}
	return index
}

// A map of up to 8 entries that does not leave the function is on the stack altogether.
func hasDuplicate(a, b, c string) bool {
	seen := map[string]bool{a: true}
	if seen[b] {
		return true
	}
	seen[b] = true
	return seen[c]
}

// The key is boxed when it is stored, though not when it is only looked up.
func anyKeys(ids []int) map[any]string {
	names := make(map[any]string, len(ids))
	for _, id := range ids {
		if _, ok := names[id]; !ok {
			names[id] = strconv.Itoa(id)
		}
	}
	return names
}

type cell struct{ row, col int }

// A struct as key needs no string to be built and is stored in place.
func byText(cells []cell) map[string]int {
	m := make(map[string]int, len(cells))
	for i, c := range cells {
		m[strconv.Itoa(c.row)+":"+strconv.Itoa(c.col)] = i
	}
	return m
}

func byValue(cells []cell) map[cell]int {
	m := make(map[cell]int, len(cells))
	for i, c := range cells {
		m[c] = i
	}
	return m
}

// Looking up with string(b) copies nothing. Storing must copy, as the map keeps the key.
func intern(known map[string]string, b []byte) string {
	if s, ok := known[string(b)]; ok {
		return s
	}
	s := string(b)
	known[s] = s
	return s
}

// Values of type struct{} take no room.
func set(words ...string) map[string]struct{} {
	m := make(map[string]struct{}, len(words))
	for _, w := range words {
		m[w] = struct{}{}
	}
	return m
}

// delete and clear keep the memory of a map that was large once; a new map gives it back.
type cache struct{ entries map[string][]byte }

func (c *cache) reset() {
	if len(c.entries) > 10_000 {
		c.entries = make(map[string][]byte)
		return
	}
	clear(c.entries)
}

func maps() string {
	words := strings.Fields("to be or not to be")
	n := len(countGrowing(words)) + len(indexSized(words)) + len(anyKeys([]int{1, 1000, 1}))
	if hasDuplicate("a", "b", "a") {
		n++
	}
	cells := []cell{{1, 2}, {3, 4}}
	n += len(byText(cells)) + len(byValue(cells)) + len(set(words...))
	c := cache{entries: map[string][]byte{"a": nil}}
	c.reset()
	return strconv.Itoa(n) + intern(map[string]string{}, []byte("!"))
}
