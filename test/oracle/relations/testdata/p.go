package p

import (
	"q"
	"unsafe"
)

// Embedding and promotion.

type Base struct {
	x, y int
	name string
}

func (Base) Value() int           { return 0 }
func (*Base) Pointer(a ...string) {}
func (b Base) both()              {}

type Other struct {
	x int
	z int
}

func (*Other) Value() int { return 0 }
func (Other) Solo()       {}

type (
	ByValue   struct{ Base }
	ByPointer struct{ *Base }
	Ambiguous struct {
		Base
		Other
	}
	Shadowing struct {
		Ambiguous
		x string
	}
	Deep   struct{ ByPointer }
	Deeper struct {
		*Deep
		Other
	}
	Twice struct {
		ByValue
		ByPointer
	}
	Alias      = Base
	ThroughTwo struct {
		Base
		Alias2
	}
	Alias2    = struct{ w int }
	SameTwice struct {
		OneOfTwo
		TwoOfTwo
	}
	OneOfTwo   struct{ Base }
	TwoOfTwo   struct{ Base }
	FieldHides struct {
		Base
		Value int
	}
	Cyclic struct {
		*Cyclic2
		own int
	}
	Cyclic2 struct {
		*Cyclic
		far int
	}
	WithError struct{ error }
	WithIface struct {
		Stringer
		Base
	}
	Foreign struct {
		q.Hidden
		field string
	}
	ForeignPtr struct{ *q.Hidden }
	DefinedPtr *Base
	PtrPtr     **Base
	EmbedPtrTo struct{ DeepAlias }
	DeepAlias  = *Deep
	EmbedBasic struct {
		int
		string
	}
	Blank struct {
		_ int
		_ string
		Base
	}
	Instance   struct{ q.Pair[string, int] }
	InstancePt struct {
		*Box[int]
		n int
	}
	TwoBoxes struct {
		Box[int]
		Nested
	}
	Nested struct{ Box[int] }
)

type (
	TwiceByAlias struct {
		Base
		Alias
	}
	PointerToAlias struct{ *Alias }
	ByGenericAlias struct{ PairAlias[int] }
	TwoPackages    struct {
		q.Hidden
		Mine
	}
	Mine struct{ field string }
	Wide struct {
		OneOfTwo
		Solo2
		ByPointer
	}
	Solo2      struct{ Other }
	IfaceTwice struct {
		Stringer
		Nested2
	}
	Nested2 struct {
		Stringer2
		Valuer
	}
)

func (Mine) method() {}

type TwoMethods interface {
	q.Sealed
	method()
	Shown()
}

// Interfaces.

type Stringer interface{ String() string }
type Valuer interface{ Value() int }
type ValuerStringer interface {
	Valuer
	Stringer
	Stringer2
}
type Stringer2 interface{ String() string }
type Unexported interface{ both() }
type WithPointer interface {
	Pointer(...string)
	Value() int
}
type WrongSignature interface{ Value() string }
type Recursive interface{ m() interface{ Recursive } }
type Recursive2 interface {
	m() interface{ Recursive2 }
}
type RecursiveB interface {
	m() interface{ RecursiveA }
}
type RecursiveA interface {
	m() interface{ RecursiveB }
}
type Cloner interface{ Clone() Cloner }
type AnyDefined any
type AnyAlias = any
type ErrorAlias = error

// Constraints.

type Integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}
type ExactInteger interface{ int | int8 }
type Number interface{ Integer | ~float64 }
type IntStringer interface {
	~int
	String() string
}
type Empty interface {
	~int
	~string
}
type EmptyByExact interface {
	MyInt
	int
}
type OnlyMyInt interface {
	Integer
	MyInt | MyString
}
type ComparableStringer interface {
	comparable
	Stringer
}
type ComparableTerms interface {
	comparable
	~int | ~[]int | [2]any
}
type Bytes interface{ ~[]byte | ~string }
type Channels interface{ chan int | <-chan int }
type AllOf interface{ any | int }
type SliceOf[E any] interface{ ~[]E }
type PointerTo[T any] interface {
	*T
	Set(string)
}

// Defined types of all kinds.

type MyInt int
type MyInt2 int
type MyString string
type MyBytes []byte
type MyFunc func(int) string
type MyMap map[string]int
type MyChan chan int
type MyArray [3]int
type MyPointer *int
type MyUnsafe unsafe.Pointer
type MyStruct struct {
	A int `json:"a"`
	B string
}
type MyStructUntagged struct {
	A int
	B string
}
type Incomparable struct{ f func() }
type MaybeComparable struct{ v any }
type SelfRef struct {
	next *SelfRef
	list []SelfRef
	m    map[string]SelfRef
}

func (MyInt) String() string            { return "" }
func (*MyString) String() string        { return "" }
func (MyString) Value() int             { return 0 }
func (MyFunc) Value() int               { return 0 }
func (m MyMap) Clone() Cloner           { return m }
func (MyMap) m() interface{ Recursive } { return nil }
func (*Settable) Set(string)            {}

type Settable struct{}

// Generics.

type Box[T any] struct{ value T }

func (b *Box[T]) Set(value T) { b.value = value }
func (b Box[T]) Get() T       { return b.value }

type Getter[T any] interface{ Get() T }
type Tree[T interface{ Less(T) bool }] struct {
	left, right *Tree[T]
	value       T
}
type Shadow[int any, len ~string] struct {
	a int
	b len
}
type SameBound[A, B int, C, D ~int | string, E, F any] struct{}
type List[T any] = []T
type PairAlias[V any] = q.Pair[string, V]

func Generic[T any, S ~[]T, U interface {
	~int
	String() string
}, W *T](x T, s S, u U) (T, error) {
	panic(0)
}
func GenericRenamed[A any, B ~[]A, C interface {
	~int
	String() string
}, D *A](x A, s B, u C) (r A, err error) {
	panic(0)
}
func GenericOther[A any, B ~[]A, C interface {
	~int8
	String() string
}, D *A](x A, s B, u C) (A, error) {
	panic(0)
}
func GenericIface1[T interface{ m(T) }](T) {}
func GenericIface2[Q interface{ m(Q) }](Q) {}
func Parameters[
	P any,
	C comparable,
	I ~int,
	E int | string,
	N Number,
	S Stringer,
	IS IntStringer,
	Sl ~[]int,
	SlN []int,
	M map[string]int | MyMap,
	Ch chan int | <-chan int,
	ChBad chan<- int | <-chan int,
	By Bytes,
	Pt interface{ *int | MyPointer },
	F func(int) string,
	G Getter[P],
	BP PointerTo[P],
	Em Empty,
	St struct{ A int },
	MS MyStruct | *MyStruct,
	Sh interface{ ~struct{ A, B int } },
](P, C, I, E, N, S, IS, Sl, SlN, M, Ch, ChBad, By, Pt, F, G, BP, Em, St, MS, Sh, *P, []P, func(P) P, map[C]P, interface{ m(P) }, *S) {
}

func multiple() (int, error)       { return 0, nil }
func named() (n int, err error)    { return 0, nil }
func variadic(x int, y ...string)  {}
func plain(int, []string)          {}
func funcs(func(), func(a, b int)) {}
func noNames(int, ...func(...int)) {}

// Types without a name.

var (
	anInt      int
	aByte      byte
	aUint8     uint8
	aRune      rune
	anInt32    int32
	aString    string
	aFloat     float64
	aComplex   complex128
	aBool      bool
	aPointer   unsafe.Pointer
	anAny      any
	emptyIface interface{}
	anError    error
	aTagged    struct {
		A int `json:"a"`
		B string
	}
	anUntagged struct {
		A int
		B string
	}
	embedding struct {
		*Base "tag\t\"x\" é \u200b\x7f \U0001F600 \u00a0"
		MyInt `raw`
	}
	samePackage struct {
		A int
		b string
	}
	sameIface interface {
		Shown()
		method()
	}
	sameIfaceEmbedded interface {
		interface{ method() }
		Shown()
	}
	methodsFirst interface {
		String() string
		Value() int
	}
	methodsLast interface {
		Value() int
		Stringer
	}
	chanOfRecv     chan (<-chan int)
	sendOfRecv     chan<- (<-chan int)
	recvOfChan     <-chan (chan int)
	chanOfSend     chan chan<- int
	bidirectional  chan int
	receiving      <-chan int
	sending        chan<- int
	bytes          []byte
	uint8s         []uint8
	runes          []rune
	strings        []string
	array3         [3]int
	array4         [4]int
	large          [1 << 62]struct{}
	mapOfFuncs     map[string]func(...int) (a, b int)
	function       func(int) string
	functionNamed  func(x int) (s string)
	methodValue    func(interface{ m() }) interface{ n() }
	pointerToFace  *Stringer
	pointerToAny   *any
	pair           q.Pair[string, MyInt]
	pairPointer    *q.Pair[string, MyInt]
	pairAlias      PairAlias[MyInt]
	list           List[int]
	boxInt         Box[int]
	boxIntPointer  *Box[int]
	boxBox         Box[Box[int]]
	boxList        Box[List[int]]
	boxSlice       Box[[]int]
	boxAny         Box[any]
	boxIface       Box[interface{}]
	getterInt      Getter[int]
	tuple          = multiple
	aliasPointer   *Alias
	deepAlias      DeepAlias
	definedPointer DefinedPtr
	pointerToDef   *DefinedPtr
	comparableEmbd struct{ any }
	array0         [0]func()
	arrayAny       [2]any
	nestedIface    interface {
		m() interface{ m() interface{ Recursive } }
	}
)

func local() {
	type Local struct{ Base }
	type LocalBox[T any] struct{ v T }
	var l Local
	var b LocalBox[Local]
	localVariable, localBox = l, b
}

var localVariable, localBox any
