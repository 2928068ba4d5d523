// Package constructs holds one function for each way in which a value flows.
package constructs

type node struct {
	next  *node
	value int
}

var (
	global   *int
	nodes    []*node
	table    = map[string]*node{} // want heap
	texts    []string
	anything any
)

func toGlobal() {
	x := 1 // want heap
	global = &x
}

func toResult() *int {
	x := 1 // want heap
	return &x
}

func throughTwoNames() *int {
	x := 1 // want heap
	p := &x
	q := p
	return q
}

func staysHere() int {
	x := 1
	p := &x
	*p++
	return x
}

func toParameter(out **int) {
	x := 1 // want heap
	*out = &x
}

func dereferenced(p **int) *int { // want leak-result
	return *p
}

func content(n *node) *node { // want leak-result
	return n.next
}

func given(p *int) *int { // want leak-result
	return p
}

func kept(p *int) { // want leak
	global = p
}

func keptContent(n *node) { // want leak-content
	nodes = append(nodes, n.next) // want heap
}

func looked(n *node) int {
	return n.value
}

func inField() *node {
	tail := node{value: 2}    // want heap
	return &node{next: &tail} // want heap
}

func inMap(key string) { // want leak
	table[key] = &node{} // want heap
}

func inSlice() []*int {
	x, y := 1, 2          // want heap, heap
	return []*int{&x, &y} // want heap
}

func inChannel(c chan *int) {
	x := 1 // want heap
	c <- &x
}

func selfAssigned(b *struct{ buffer, rest []byte }) {
	b.rest = b.buffer[1:]
}

func swapped(a, b *node) { // want leak-content, leak-content
	a.next, b.next = b.next, a.next
}

func named() (p *int, err error) {
	x := 1 // want heap
	p = &x
	return
}

func multi() (*int, *int) {
	x, y := new(int), new(int) // want heap, heap
	return x, y
}

func swappedReturn() (*int, *int) {
	return multi() // want heap
}

func switched(v any) *node { // want leak-result, leak-content
	switch v := v.(type) {
	case *node:
		return v
	case string:
		texts = append(texts, v) // want heap
	}
	return nil
}

// The compiler puts the variable of a clause at what it reads last of a type.
func switchedOverFunctions(v any) any { // want leak
	switch v := v.(type) {
	case func(): // want heap
		return &v
	case func(n int): // want heap
		return &v
	case interface{ run() }: // want heap
		return &v
	}
	return nil
}
