package instances

// Functions as values in generic code are wrapped, as their dictionary goes with them; of the wrappers
// themselves the compiler says nothing, and what is inlined in them stands there.
type list[T any] struct{ values []T }

func (l *list[T]) add(value T) int {
	l.values = append(l.values, value) // want heap
	return len(l.values)
}

func each[T any](values []T, f func(T) int) {
	for _, value := range values {
		f(value)
	}
}

var kept []any

func keep[T any](f func(T) int) { kept = append(kept, f) } // want heap

func first[T any](value T) int { return 0 }

func added[T any](values []T) {
	l := &list[T]{}     // want stack
	each(values, l.add) // want heap
}

func addedKept[T any]() {
	l := &list[T]{} // want heap
	keep(l.add)     // want heap, heap
}

func firstKept[T any]() {
	keep(first[T]) // want heap
}

func adding[T any]() func(*list[T], T) int {
	return (*list[T]).add // want heap
}

type adder[T any] interface{ plus(T) int }

func plus[T adder[T]](x T, values []T) {
	each(values, x.plus)
}

type number int

func (n number) plus(m number) int { return int(n + m) }

func useAll() {
	added([]int{1})  // want stack, stack
	addedKept[int]() // want heap, heap
	firstKept[int]() // want heap
	plus(number(1), nil)
	_ = adding[int]()
}

// Fields of a type that is declared in generic code are of its type arguments: nothing is put into an interface.
func linked[T any](values []T) any {
	type link struct {
		value T
		next  *link
	}
	type pair = struct {
		value T
		links *link
	}
	var first *link
	for _, value := range values {
		first = &link{value, first} // want heap
	}
	pairs := []pair{{values[0], first}} // want heap
	return pairs                        // want heap
}

func linkedNumbers(numbers []int) any { return linked(numbers) } // want heap, heap, heap, noleak

// How large a type is that is declared in generic code depends on the instance.
func large[T any](value T) int {
	type table struct{ rows [1 << 16]T }
	var all table // want heap
	all.rows[1] = value
	return len(all.rows[:])
}

func largeOfStrings() int { return large("") } // want heap

func largeOfBytes() int { return large(byte(0)) }
