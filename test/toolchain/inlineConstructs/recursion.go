package constructs

// Of functions that call each other the one that is come to first is judged first, with calls of the
// others as calls: those may then be inlined into it, and it into them.
type expression struct {
	terms []*term
}

type term struct {
	name  string
	inner *expression
}

func (t *term) text() string { // want cost 72
	if t.inner != nil {
		return "(" + t.inner.text() + ")"
	}
	return t.name
}

func (e *expression) text() (text string) {
	for i, each := range e.terms {
		if i > 0 {
			text += " | "
		}
		text += each.text()
	}
	return
}

func isEven(n int) bool { // want cost 67
	return n == 0 || isOdd(n-1)
}

func isOdd(n int) bool { // want cost 77
	return n != 0 && isEven(n-1)
}

// A literal is judged where it is called.
func visit(e *expression, depth int) int {
	deeper := func(t *term) int { // want cost 65
		return visit(t.inner, depth+1)
	}
	return deeper(e.terms[0])
}
