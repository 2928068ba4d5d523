// Package far imports neither package box nor all of those that hand its functions on.
package far

import (
	"askers/fill"
	"askers/hands"
)

func far() int {
	_, n := fill.Far(1)
	_, m := fill.Both(1)
	_, k := fill.Handed(1)                            // want stack
	return n + m + k + fill.Within(1) + hands.Three() // want stack
}

var one, two = fill.Far("")
