package sole

import "askers/asked"

func sole() int { return asked.Sole(1) } // want stack

func own() int {
	_, n := asked.Near("") // want stack
	return n
}
