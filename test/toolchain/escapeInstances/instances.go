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
