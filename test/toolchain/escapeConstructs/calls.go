package constructs

import (
	"time"
	"unsafe"
)

func inlinedConstructor() int {
	n := makeNode(1)
	return n.value
}

func makeNode(value int) *node {
	return &node{value: value} // want heap
}

func inlinedAndKept() {
	nodes[0] = makeNode(1) // want heap
}

//go:noinline
func makeNodeApart(value int) *node {
	return &node{value: value} // want heap
}

func throughInterface(s stringer) string { // want leak
	return s.String()
}

func devirtualized(n name) string { // want leak-result
	var s stringer = n
	return s.String()
}

func throughFunctionValue(f func(*int), n int) { // want heap
	f(&n)
}

func mutualA(p *int, n int) *int { // want leak
	if n == 0 {
		return p
	}
	return mutualB(p, n-1)
}

func mutualB(p *int, n int) *int { // want leak
	return mutualA(p, n)
}

func recursiveKeeps(p *node) *node { // want leak
	if p == nil {
		return nil
	}
	nodes = append(nodes, p)      // want heap
	return recursiveKeeps(p.next) // want heap
}

type deadline struct{ timer *time.Timer }

// stops calls a function of time's that has no body, and no name for its parameter.
func (d *deadline) stops() { d.timer.Stop() } // want heap, leak-content

// moved has a parameter that its body, wherever that is, may keep.
//
//go:linkname moved runtime.memmove
func moved(_, from unsafe.Pointer, n uintptr) // want leak, leak

type size int

func (s size) doubled() int { return int(s) * 2 }

type label string

func (l label) length() int { return len(l) }

// A method expression of another type than the method's is a function of the compiler's own. It is not
// inlined, and a receiver that has no pointers has no tag that says where its address goes.
func throughWrapper() int {
	s := size(1) // want heap
	return (*size).doubled(&s) + size.doubled(s)
}

func throughTaggedWrapper() int {
	l := label("a")
	return (*label).length(&l)
}

type labelled struct{ *label }

func throughPromotion(l labelled) int {
	length := labelled.length
	return length(l)
}

func ignores(func(), *int) int { return 0 }

func ignoresBlank(_ func(), n int) int { return n }

// What is passed for a parameter without a name is dropped with it.
func ignored(n int) int {
	f := func() { n++ }
	return ignores(func() { n++ }, &n) + ignoresBlank(func() { n++ }, n) + ignoresBlank(f, n)
}
