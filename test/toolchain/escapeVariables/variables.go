package variables

var nodes []int

type hook struct{ run func() int }

func hooked(run func() int) *hook { return &hook{run} } // want leak, heap

func two() int { return 2 }

func (h *hook) call() int { return h.run() } // want noleak

// What sets a package's variables is laid out by the compiler where it can be.
var (
	laidOut = &hook{run: func() int { return 1 }}

	// An argument that is a function literal has to be evaluated.
	hookedHere = hooked(func() int { return 2 }) // want heap, heap

	hookedByName = hooked(two)

	_ = (&hook{}).call // want stack, stack

	_ = (*hook)(nil).call // want stack

	called = (&hook{}).call // want heap, heap

	_ = map[string]int{"one": len(nodes)}

	_ = make([]int, len(nodes)) // want stack

	quotients = &[1]int{len(nodes) / 2}

	// The literal of a function that was inlined is gone.
	checks = []func(values []int) bool{
		func(values []int) bool { // want noleak
			isSmall := func(at int) bool { return values[at] < 3 }
			for at := range values {
				if !isSmall(at) {
					return false
				}
			}
			return true
		},
	}
)

type set[T comparable] map[T]struct{}

func (s set[T]) any() any {
	for element := range s {
		return element // want heap
	}
	return nil
}

// Methods of the type are compiled for it, though nothing is left of the variable.
var _ interface{ any() any } = (*set[string])(nil)

type failure struct{ text string }

func (f *failure) Error() string { return f.text } // want leak-result

//go:noinline
func format(text string, args ...any) string { // want leak-result, noleak
	if len(args) > 0 {
		return text + "…" // want heap
	}
	return text
}

func failed(text string, args ...any) error { // want noleak, noleak
	return &failure{format("failed: "+text, args...)} // want heap, heap
}

// Of what is made by a function that is inlined, only what has to be called is left.
var (
	errPlain = failed("plain")
	errNamed = failed("named", nodes) // want stack, stack
)

// Each of them is laid out by itself.
var opening, closing = []byte{'{', '$'}, []byte{'}'}
