package constructs

func byReference() func() int {
	count := 0          // want heap
	return func() int { // want heap
		count++
		return count
	}
}

func byValue(limit int) func(int) bool {
	return func(n int) bool { return n < limit } // want heap
}

func calledHere(n int) int {
	add := func(m int) { n += m }
	add(1)
	add(2)
	return n
}

//go:noinline
func call(f func() int) int { return f() }

func handedOver(n int) int {
	return call(func() int { return n })
}

//go:noinline
func store(f func()) { callbacks = append(callbacks, f) } // want leak, heap

var callbacks []func()

func stored(n *node) { // want leak
	store(func() { n.value++ }) // want heap
}

func nested() func() func() int {
	x := 0                     // want heap
	return func() func() int { // want heap
		return func() int { // want heap
			x++
			return x
		}
	}
}

// inlinedWithin has a literal that is inlined where it is handed over, in another one that holds nothing: it is
// compiled by itself all the same.
func inlinedWithin() func([]byte) []byte {
	return func(b []byte) []byte { // want heap, leak-result
		return apply(b, func(b []byte) []byte { return append(b, 'x') }) // want heap, heap, leak-result
	}
}

func apply(b []byte, f func([]byte) []byte) []byte { return f(b) } // want leak

func recursive(n int) int {
	var f func(int) int
	f = func(n int) int {
		if n == 0 {
			return 0
		}
		return f(n-1) + 1
	}
	return f(n)
}

func (n *node) get() int { return n.value }

func methodValue(n *node) func() int { // want leak
	return n.get // want heap
}

func methodExpression(n *node) int {
	return (*node).get(n)
}

func deferred(n *node) {
	defer func() { n.value = 0 }()
	n.value++
}

func deferredInLoop(all []*node) { // want leak-content
	for _, n := range all {
		defer func() { n.value = 0 }() // want heap
	}
}

func started(n *node) { // want leak
	go n.get()
}

func startedClosure() {
	done := make(chan bool)
	x := 1      // want heap
	go func() { // want heap
		x++
		done <- true
	}()
	<-done
}

type large struct {
	next    *node
	numbers [40]int
}

func (l large) sum() int { return l.numbers[0] }

// Whatever is larger than 128 bytes is captured by reference: the copy of an argument is on the heap.
func startedWithLarge(all []large) { // want leak
	for _, each := range all {
		go func(l large) { println(l.sum()) }(each) // want heap, heap
	}
	go func(l *large, m large) { println(l.sum(), m.sum()) }( // want heap
		&all[0],
		all[1], // want heap
	)
	go all[2].sum() // want heap
}

func deferredWithLarge(all []large) int {
	one := all[0]
	defer func(l large) { println(l.sum()) }(one)
	return one.sum()
}

// A copy of a literal is left as it is written: without that, walk would be put into itself for ever.
func walk(n *node, visit func(n *node, more func() int) int) int { // want leak, leak
	return visit(n, func() int { // want heap
		if n.next == nil {
			return 0
		}
		return walk(n.next, visit) // want heap
	})
}

func walked(n *node) int { // want leak-content
	return walk(n, func(n *node, more func() int) int { return n.value + more() }) // want heap
}

func decided(decide func(int) *int) func(int) *int { // want leak
	return func(n int) *int { return decide(n) } // want heap
}

func decidedHere() func(int) *int {
	return decided(func(n int) *int { return &n }) // want heap, heap, heap
}

// A return without values assigns to the results once more: what captures them does so by reference.
func withVisitor() (root *node, visit func() *node) { // want heap
	root = &node{}         // want heap
	visit = func() *node { // want heap
		return root
	}
	return
}

func withVisitorOf() (*node, func() *node) {
	root := &node{}         // want heap
	visit := func() *node { // want heap
		return root
	}
	return root, visit
}

type numbers []int

func (n numbers) all() func(func(int) bool) { // want leak
	return func(yield func(int) bool) { // want heap
		for _, each := range n {
			if !yield(each) {
				return
			}
		}
	}
}

func (n numbers) sum() int {
	total := 0
	for each := range n.all() {
		total += each
	}
	return total
}

var madeOnce = func() *node {
	n := &node{}                       // want heap
	done := make(chan int)             // want heap
	channels = append(channels, &done) // want heap
	return n
}() // want heap, heap, heap

var channels []*chan int

func (n *node) all() func(func(*node) bool) { // want leak
	return func(yield func(*node) bool) { // want heap
		for each := n; each != nil; each = each.next {
			if !yield(each) {
				break
			}
		}
	}
}

// A function literal whose calls are all inlined is compiled by itself still, and the body of the loop in it is
// gone there, too.
func copiesOf(a, b *node) (*node, *node) { // want leak, leak
	copied := func(from *node) (first *node) { // want leak
		for each := range from.all() { // want heap
			first = &node{value: each.value, next: first}
		}
		return first
	}
	return copied(a), copied(b) // want heap, heap
}

type visit func(*node) bool

func (n *node) each() func(visit) { // want leak
	return func(yield visit) { // want heap
		for each := n; each != nil && yield(each); {
			each = each.next
		}
	}
}

// The body of the loop is converted to the type that has a name: it is there still when its call is inlined.
func lengthOf(n *node) (length int) { // want leak
	for each := range n.each() {
		if each != n {
			length++
		}
	}
	return
}

var largeValue [20]int

// A variable of the package is copied at the statement, as a local one is.
func goWithLargeValue() {
	go takeLarge(largeValue) // want heap
}

//go:noinline
func takeLarge([20]int) {}
