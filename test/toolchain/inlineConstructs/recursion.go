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

type retry struct{ attempts int }

// What names a function that names this one is in its group, called or not.
func (r *retry) start() error { // want cost 63
	return r.run(r.step)
}

func (r *retry) run(step func() error) error {
	if r.attempts > 3 {
		return r.start()
	}
	return step()
}

func (r *retry) step() error { // want cost 65
	r.attempts++
	return r.run(nil)
}

// What leads to functions that call each other is written before them: the one that it calls is judged first.
func leading(n int) bool { // want cost 71
	return isLast(n)
}

func isFirst(n int) bool { // want cost 77
	return n == 0 || isLast(n-1)
}

func isLast(n int) bool { // want cost 67
	return n != 0 && isFirst(n-1)
}
