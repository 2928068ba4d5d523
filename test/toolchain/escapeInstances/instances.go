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
