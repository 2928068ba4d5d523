package q

// Hidden has names that package p cannot see, and one that it can.
type Hidden struct {
	field  int
	Public string
}

func (Hidden) method()  {}
func (*Hidden) Shown()  {}
func (h Hidden) Value() {}

// Sealed can be implemented in this package only.
type Sealed interface {
	method()
}

type Named struct{ A, B int }

var Anonymous struct {
	A int
	b string
}

var AnonymousInterface interface {
	Shown()
	method()
}

type Pair[K comparable, V any] struct {
	Key   K
	Value V
	next  *Pair[K, V]
}

func (p *Pair[K, V]) Next() *Pair[K, V] { return p.next }
func (p Pair[K, V]) Get() V             { return p.Value }
