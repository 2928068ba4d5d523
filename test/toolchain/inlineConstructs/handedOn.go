package constructs

import "constructs/middle"

// Of functions in packages that are not imported directly there are the bodies that a package
// between inlines itself.
func handedOn(h *middle.Holder) int { // want cost 6
	return h.Counter.Count()
}

func handedOnWith(h *middle.Holder) int { // want cost 12
	return h.Counter.Left()
}

func handedOnWithin(h *middle.Holder) int { // want cost 9
	return h.Count()
}

func notHandedOn(h *middle.Holder) int { // want cost 60
	return h.Counter.Limit()
}

func notUsedThere(h *middle.Holder) int { // want cost 60
	return h.Counter.Unused()
}

func promoted(p *middle.Panel) int { // want cost 7
	return p.Value()
}
