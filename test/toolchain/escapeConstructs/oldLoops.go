//go:build go1.18

package constructs

// This file is in the language of Go 1.21, whatever its module says: there is one variable for all rounds.
func printersOf(all []int) (printers []func()) { // want leak-content
	for _, each := range all { // want heap
		printers = append(printers, func() { println(each) }) // want heap, heap
	}
	return printers
}
