package main

import (
	"go/constant"
	"strings"
)

// An answer is a constant, or why there is none.
type answer struct {
	Value   *value `json:"value,omitempty"`
	Type    string `json:"type,omitempty"`
	Failure string `json:"failure,omitempty"`
}

// A value has all that go/constant says of a constant.
type value struct {
	Kind    string `json:"kind"`
	Exact   string `json:"exact"`
	Display string `json:"display"`
	// Bytes of a string, one code point for each: JSON has no other way to hold them.
	Bytes string `json:"bytes,omitempty"`
	// Parts of a complex number.
	Real      *value `json:"real,omitempty"`
	Imaginary *value `json:"imaginary,omitempty"`
}

func newValue(v constant.Value) *value {
	w := &value{
		Kind:    strings.ToLower(v.Kind().String()),
		Exact:   latin(v.ExactString()),
		Display: latin(v.String()),
	}
	switch v.Kind() {
	case constant.String:
		w.Bytes = latin(constant.StringVal(v))
	case constant.Complex:
		w.Real, w.Imaginary = newValue(constant.Real(v)), newValue(constant.Imag(v))
	}
	return w
}

// latin returns a text whose code points are the bytes of s.
func latin(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func answerOf(v constant.Value) answer {
	if v.Kind() == constant.Unknown {
		return answer{Failure: "unknown"}
	}
	return answer{Value: newValue(v)}
}
