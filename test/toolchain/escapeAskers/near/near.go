package near

import (
	"askers/box"
	"askers/fill"
)

func keep() *box.Box { return box.New(7) } // want heap

func near() int {
	_, n := fill.Near("")           // want stack
	_, m := fill.Both("")           // want stack
	return n + m + box.New(1).Get() // want stack
}
