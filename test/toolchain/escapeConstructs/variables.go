package constructs

// What sets a package's variables is laid out by the compiler where it can be.

type hook struct{ run func() int }

func hooked(run func() int) *hook { return &hook{run} } // want leak, heap

var laidOut = &hook{run: func() int { return 1 }}

// An argument that is a function literal has to be evaluated.
var hookedHere = hooked(func() int { return 2 }) // want heap, heap

var hookedByName = hooked(two)

func two() int { return 2 }

func (h *hook) call() int { return h.run() }

var _ = (&hook{}).call

var _ = (*hook)(nil).call

var called = (&hook{}).call // want heap, heap

var _ = map[string]int{"one": len(nodes)}

var _ = make([]int, len(nodes))

var quotients = &[1]int{len(nodes) / 2}

// The literal of a function that was inlined is gone.
var checks = []func(values []int) bool{
	func(values []int) bool {
		isSmall := func(at int) bool { return values[at] < 3 }
		for at := range values {
			if !isSmall(at) {
				return false
			}
		}
		return true
	},
}
