package instances

// With an instance of a generic type all of its methods are compiled, those included that nobody mentions.
type array[T any] []T

func (a array[T]) at(index int) any {
	return a[index] // want heap
}

func (a array[T]) element() any {
	var element T
	return element // want heap
}

type indexed interface {
	at(index int) any
	element() any
}

func asIndexed(numbers []int16) indexed { // want leak
	return array[int16](numbers) // want heap
}

// A function is compiled for what it is used with though nothing but inlined calls of it is left.
func decode[T any](into *any, read func(*T)) {
	var value T // want heap
	read(&value)
	*into = value // want heap
}

func decodeNumber(into *any, read func(*int16)) { // want noleak, noleak
	decode(into, read) // want heap, heap
}

func decodeText(into *any, read func(*string)) { // want noleak, noleak
	decode(into, read) // want heap, heap
}

func decodeMap(into *any, read func(*map[string]int)) { // want noleak, noleak
	decode(into, read) // want heap
}

type source[T any] interface{ next() T }

type ones struct{ count int }

func (o *ones) next() int { // want noleak
	return o.count
}

func sourceOf[T any](value any) source[T] { return value.(source[T]) }

func firstOf[T any](from source[T]) T { return from.next() }

// An interface that is made of type parameters cannot be seen through in the instance: its tables of methods
// are others than those of the types outside.
func firstOne() int {
	o := &ones{1} // want heap
	return firstOf(source[int](o))
}

func firstNamed() int {
	return sourceOf[int](&ones{1}).next() // want heap
}

func firstHeld() int {
	from := sourceOf[int](&ones{1}) // want heap
	return from.next()
}

func firstSwitched[T any](value any) (first T) {
	switch value := value.(type) {
	case source[T]:
		first = value.next()
	}
	return first
}

func firstOfBoth() int {
	var from source[int] = &ones{1}                   // want stack
	return from.next() + firstSwitched[int](&ones{2}) // want heap
}

func isEqual[T interface {
	comparable
	source[int]
}](a T, b source[int]) bool {
	return a == b // want stack
}

type two int

func (t two) next() int { return int(t) }

func isTwo(from source[int]) bool { // want noleak
	return isEqual(two(2), from) // want stack
}
