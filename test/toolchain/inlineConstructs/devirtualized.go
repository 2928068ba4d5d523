package constructs

import "errors"

type fault struct{ text string }

func (f *fault) Error() string { // want cost 3
	return f.text
}

func faultOf(text string) error { // want cost 6
	return &fault{text}
}

func checkedHere(text string) error { // want cost 24
	if text == "" {
		return faultOf("empty")
	}
	return faultOf(text)
}

func checkedElsewhere(text string) error { // want cost 24
	if text == "" {
		return errors.New("empty")
	}
	return errors.New(text)
}

func checkedOnce(text string) error { // want cost 16
	if text == "" {
		return nil
	}
	return errors.New(text)
}

func isOne() string {
	err := checkedHere("a")
	return err.Error()
}

// Pointers to a type that another package hides are types of their own, each of them.
func isOneOfTwo() string {
	err := checkedElsewhere("a")
	return err.Error()
}

func isOneOrNil() string {
	err := checkedOnce("a")
	return err.Error()
}

// What a closure holds is known once the call that gives it is inlined.
func isHeld() func() string { // want cost 30
	err := faultOf("a")
	return func() string { // want cost 62
		print()
		return err.Error()
	}
}

func (f fault) size() int { return len(f.text) } // want cost 4

// The compiler makes these functions later.
func throughPointer(f fault) int { // want cost 61
	return (*fault).size(&f)
}

func throughPromotion(f struct{ *fault }) int { // want cost 65
	size := struct{ *fault }.size
	return size(f)
}
