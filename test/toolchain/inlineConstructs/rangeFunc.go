package constructs

import "iter"

// The body is a function, and what its `return` sets are results with names.
func find(seq iter.Seq[*int], found *int) *int { // want cost 66
	for x := range seq { // want cost 36
		if *x > 0 {
			return found
		}
	}
	return nil
}

func both(seq iter.Seq2[int, string]) (_ int, _ string) { // want cost 65
	for x, s := range seq { // want cost 28
		return x, s
	}
	return
}

func counted(seq iter.Seq[int]) int { // want cost 62
	n := 0
	for range seq { // want cost 23
		n++
	}
	return n
}

func assigned(seq iter.Seq[*int]) (x *int) { // want cost 57
	for x = range seq { // want cost 43
		if *x == 1 {
			continue
		}
		if *x == 2 {
			break
		}
	}
	return x
}

// Branches out of several bodies.
func nested(seq iter.Seq[int]) (n int) { // want cost 66
outer:
	for x := range seq { // want cost 124
		for y := range seq { // want cost 151
			switch {
			case x == y:
				continue outer
			case x > y:
				break outer
			case x == 1:
				continue
			case x == 2:
				break
			}
			for range seq { // want cost 47
				if y == 3 {
					break outer
				}
				if y == 4 {
					return y
				}
			}
		}
	}
	return
}

// Branches to what is no range over a function.
func counting(seq iter.Seq[int]) (n int) {
around:
	for n < 10 {
		for x := range seq { // want cost 101
			for y := range seq { // want cost 56
				if x == y {
					continue around
				}
				if x > y {
					break around
				}
				if x == 7 {
					goto end
				}
			}
			for y := range 10 {
				if y == x {
					break
				}
			}
		}
	}
end:
	return n
}

func deferred(seq iter.Seq[func()]) {
	for f := range seq {
		defer f()
	}
}

// What is called with a body can be inlined, and then so is the body.
func first(l *list) int {
	for x := range l.all() { // want cost 26
		return x
	}
	return 0
}
