// Package box is what generic code of another package makes use of.
package box

type Box struct{ n int }

func New(n int) *Box { return &Box{n} } // want heap

func Wrap(n int) *Box { return &Box{n} } // want heap

func (b *Box) Get() int { return b.n } // want noleak
