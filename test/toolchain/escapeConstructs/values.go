package constructs

import (
	"errors"
	"fmt"
	"strings"
)

type stringer interface{ String() string }

type name string

func (n name) String() string { return string(n) } // want leak-result

func boxed(n int, s string) { // want leak
	anything = n // want heap
	anything = s // want heap
}

func boxedConstant() {
	anything = 1000   // want heap
	anything = "text" // want heap
}

func boxedPointer(n *node) { // want leak
	anything = n
}

func boxedHere(n name) string { // want leak-result
	var s stringer = n
	return s.String()
}

func formatted(n int, s string) string { // want leak
	return fmt.Sprintf("%d %s", n, s) // want heap, heap
}

func wrapped(err error) error { // want leak
	return fmt.Errorf("more: %w", err) // want heap
}

func failed() error {
	return errors.New("failed") // want heap
}

func concatenated(a, b string) string {
	return a + "/" + b // want heap
}

func concatenatedHere(a, b string) bool {
	return a+b == "ab"
}

func converted(b []byte, s string) (string, []byte, []rune) {
	return string(b), []byte(s), []rune(s) // want heap, heap, heap
}

func convertedConstant() ([]byte, []rune) {
	return []byte("abc"), []rune("abc") // want heap, heap
}

func convertedKey(b []byte, m map[string]int) int {
	return m[string(b)]
}

func madeLarge() byte {
	b := make([]byte, 64<<10+1) // want heap
	return b[0]
}

func madeSmall() byte {
	b := make([]byte, 64<<10)
	return b[0]
}

func madeComputed(n int) int {
	b := make([]int, n)
	return len(b)
}

func declaredLarge() byte {
	var b [128<<10 + 1]byte // want heap
	return b[len(nodes)]
}

func declaredTooLarge() byte {
	var b [10<<20 + 1]byte // want heap
	return b[len(nodes)]
}

func literalTooLarge() *[1 << 17]byte {
	return &[1 << 17]byte{1} // want heap
}

func made() (map[string]int, chan int) {
	return make(map[string]int), make(chan int) // want heap
}

func appended(values []int) []int { // want leak-result
	return append(values, 1) // want heap
}

func variadic(values ...*int) int { return len(values) }

func variadicHere() int {
	x := 1
	return variadic(&x, nil)
}

func variadicKept(values ...*int) { // want leak
	kept2 = values
}

var kept2 []*int

func callsVariadicKept() {
	x := 1           // want heap
	variadicKept(&x) // want heap
}

func built(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(part) // want heap, heap
	}
	return b.String()
}
