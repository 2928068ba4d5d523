// Package middle hands on the bodies of what it inlines of inner.
package middle

import "constructs/inner"

type Holder struct {
	Counter inner.Counter
}

func (h *Holder) isFull() bool { // want cost 14
	return h.Counter.Left() == 0
}

func (h *Holder) Count() int { // want cost 6
	return h.Counter.Count()
}

// Panel has the method of what it embeds: the wrapper that is made for that calls it.
type Panel struct{ *inner.Gauge }
