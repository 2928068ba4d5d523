package instances

// boxed is asked for by a method only that is compiled with an instance of its type: wherever these stand.
func boxed[T any](value T) any {
	return value // want heap
}

type reader interface{ value() any }

type held[T any] struct{ held T }

func (h held[T]) value() any {
	return boxed(h.held) // want heap
}

func readerOf(number int16) reader {
	return held[int16]{number} // want heap
}
