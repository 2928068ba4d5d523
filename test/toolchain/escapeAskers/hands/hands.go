// Package hands inlines functions of package box where others inline them in turn: it hands them on.
package hands

import "askers/box"

func Three() int { return box.Wrap(3).Get() } // want stack
