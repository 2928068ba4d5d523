package constructs

func newInLoop() int {
	sum := 0
	for i := range 10 {
		p := new(int)
		*p = i
		sum += *p
	}
	return sum
}

func outlivesRound() int {
	var last *int
	for i := range 10 {
		p := new(int) // want heap
		*p = i
		last = p
	}
	return *last
}

func perRound() []*int {
	var all []*int
	for i := 0; i < 3; i++ { // want heap
		all = append(all, &i) // want heap
	}
	return all
}

func ranged(values []int) []*int {
	var all []*int
	for _, v := range values { // want heap
		all = append(all, &v) // want heap
	}
	return all
}

func backwards(n int) {
	var p *int
again:
	x := n // want heap
	if p != nil && *p > 10 {
		return
	}
	p = &x
	n++
	goto again
}

func each(yield func(*node) bool) {
	for _, n := range nodes {
		if !yield(n) {
			return
		}
	}
}

func overFunction() int {
	sum := 0
	for n := range each {
		sum += n.value
	}
	return sum
}

type list []*node

func (l list) all(yield func(int, *node) bool) { // want leak-content
	for i, n := range l {
		if !yield(i, n) {
			return
		}
	}
}

// overMethod calls a method: no value is made of it.
func overMethod(l list) int {
	sum := 0
	for i := range l.all {
		sum += i
	}
	return sum
}

func selected(a, b chan *node) *node {
	select {
	case n := <-a:
		return n
	case n := <-b:
		return n
	}
}
