package constructs

import "constructs/generic"

// Sizes are known of instances.
func setSized(b []uint64, n int) { // want cost 19
	generic.Encoder[uint64]{b}.Set(n, 1)
}

func offsetIn(p *generic.Pair[int16]) uintptr { // want cost 10
	return generic.OffsetOfValue(p)
}

// What a type is that is made of type parameters stands in a dictionary.
func newRing() *generic.Ring[int] { // want cost 21
	return generic.NewRing[int]()
}

func kindOf(value any) int { // want cost 27
	return generic.KindOf[int](value)
}

// Methods of such types take a dictionary: an interface cannot be seen through.
func lengthOf(r *generic.Ring[int]) int { // want cost 73
	return generic.LengthOf(r)
}

type number int

func (n number) Add(m number) number { return n + m } // want cost 4

// What is called on a type parameter is found in the dictionary.
func sum(a, b number) number { // want cost 73
	return generic.Sum(a, b)
}

func (n number) Count(m number) int { return int(n) } // want cost 2

// Functions as values are wrapped where their dictionary goes with them.
func firstOfEach(values []int) { // want cost 62
	generic.FirstOfEach(values)
}

func addEach(r *generic.Ring[int], values []int) { // want cost 68
	generic.AddEach(r, values)
}

func countEach(value number, values []number) { // want cost 69
	generic.CountEach(value, values)
}

func adding() func(*generic.Ring[int], int) int { // want cost 30
	return generic.Adding[int]()
}

func isName(tagged generic.Tagged[int]) bool { // want cost 23
	return generic.IsName[int](tagged)
}

func kindOfTagged(tagged generic.Tagged[int]) int { // want cost 31
	return generic.KindOfTagged[int](tagged)
}

type counter int

func (c counter) Count(n int) int { return int(c) + n } // want cost 4

func isSame(a counter, b generic.Counted[int]) bool { // want cost 19
	return generic.IsSame(a, b)
}

func half() float64 { // want cost 8
	return generic.Half[float64]()
}

// The value of an instance is a function around it, which passes the dictionary on.
func throughValue() int { // want cost 17
	first := generic.First[int]
	return first(1)
}

func throughMethod(r *generic.Ring[int]) int { // want cost 17
	add := (*generic.Ring[int]).Add
	return add(r, 1)
}

func throughBoth(a, b int) (int, int) { // want cost 38
	both := generic.Both[int]
	return both(a, b)
}

func sizeOfPair() uintptr { // want cost 15
	return generic.SizeOfPair[string]()
}
