// Package generic has no instances of what it declares.
package generic

import "unsafe"

type Encoder[T ~uint8 | ~uint64] struct{ Slice []T }

func (e Encoder[T]) Set(i int, value T) {
	*(*T)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(e.Slice)), unsafe.Sizeof(value)*uintptr(i))) = value
}

type Pair[T any] struct {
	first byte
	Value T
}

func OffsetOfValue[T any](p *Pair[T]) uintptr {
	return unsafe.Offsetof(p.Value) + unsafe.Alignof(p.Value)
}

type Ring[T any] struct {
	next  *Ring[T]
	value T
}

func NewRing[T any]() *Ring[T] {
	r := new(Ring[T])
	r.next = r
	return r
}

func KindOf[T any](value any) int {
	switch value.(type) {
	case T:
		return 1
	case []T, string:
		return 2
	}
	return 0
}

type lengther interface{ Length() int }

func (r *Ring[T]) Length() int { return 1 }

func LengthOf[T any](r *Ring[T]) int {
	var l lengther = r
	return l.Length()
}

type Adder[T any] interface{ Add(T) T }

func Sum[T Adder[T]](a, b T) T { return a.Add(b) }

func Each[T any](values []T, f func(T) int) {
	for _, value := range values {
		f(value)
	}
}

func First[T any](value T) int { return 0 }

func FirstOfEach[T any](values []T) { Each(values, First[T]) }

func (r *Ring[T]) Add(value T) int { return 1 }

func AddEach[T any](r *Ring[T], values []T) { Each(values, r.Add) }

type Counted[T any] interface{ Count(T) int }

func CountEach[T Counted[T]](value T, values []T) { Each(values, value.Count) }

func Adding[T any]() func(*Ring[T], T) int { return (*Ring[T]).Add }

type Tagged[T any] interface{ Tag() string }

type name string

func (n name) Tag() string { return string(n) }

// A type that is asked for in an interface made of type parameters is in the dictionary, whatever it is.
func IsName[T any](tagged Tagged[T]) bool {
	_, ok := tagged.(name)
	return ok
}

func KindOfTagged[T any](tagged Tagged[T]) int {
	switch tagged.(type) {
	case name:
		return 1
	case Adder[T], error:
		return 2
	case nil:
		return 3
	}
	return 0
}

type comparableCounted[T any] interface {
	comparable
	Counted[T]
}

// What is assignable is told by type parameters and their constraints.
func IsSame[T comparableCounted[int]](a T, b Counted[int]) bool {
	switch b {
	case a:
		return true
	}
	return a == b
}

func Half[T ~float32 | ~float64]() T { return T(0.5) }

func Both[T any](a, b T) (T, T) { return b, a }

// The layout of a type that is declared in generic code is that of the instance.
func SizeOfPair[T any]() uintptr {
	type pair struct{ a, b T }
	type aligned = struct {
		isSo bool
		pair
	}
	var x aligned
	return unsafe.Sizeof(pair{}) + unsafe.Sizeof(x) + unsafe.Offsetof(x.pair)
}
