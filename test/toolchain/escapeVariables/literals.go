package variables

type record struct{ n int }

func written(b []byte, r *record, write func([]byte, *record) []byte) []byte { // want leak, leak, noleak
	if r == nil {
		return b
	}
	return write(b, r)
}

type writer func([]byte, *record) []byte

var added []writer

// Literals in literals are compiled though nothing but what was inlined of them is left.
func add() {
	added = append(added, func(b []byte, r *record) []byte { // want heap, heap, leak-result, noleak
		return written(b, r, func(b []byte, r *record) []byte { // want heap, leak-result, noleak
			return append(b, byte(r.n)) // want heap
		})
	})
}

var laid = []writer{
	func(b []byte, r *record) []byte { // want leak-result, noleak
		return written(b, r, func(b []byte, r *record) []byte { // want heap, leak-result, noleak
			return append(b, byte(r.n)) // want heap
		})
	},
}
