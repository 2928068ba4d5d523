package main

import (
	"errors"
	"strings"
)

// A value lives on the stack as long as nothing that outlives the call can reach it.

type user struct {
	name  string
	email string
	visit int
}

// The caller keeps the pointer, so the user cannot live in this function's frame. (A function that
// is small enough to be inlined has no frame of its own: see newVisitor.)
func parseUser(line string) (*user, error) {
	name, email, ok := strings.Cut(line, ",")
	if !ok {
		return nil, errors.New("no comma in: " + line) // an error path: rarely worth a thought
	}
	u := user{name: strings.TrimSpace(name), email: strings.TrimSpace(email)} // moved to heap: u
	if u.name == "" {
		u.name, _, _ = strings.Cut(u.email, "@")
	}
	return &u, nil
}

type directory struct {
	byName map[string]*user
	last   *user
}

// Storing the address in something that was there before has the same effect as returning it.
func (d *directory) add(name string) {
	u := user{name: name} // moved to heap: u
	d.byName[name] = &u
	d.last = &u
}

// The parameter is a copy of the caller's value. Taking its address moves the copy to the heap,
// on every call, even if the branch is not taken.
func (d *directory) remember(u user, keep bool) {
	if keep {
		d.last = &u
	}
}

// No allocation here, in spite of the & and the pointers: all that longest does with its arguments
// is to give one of them back, and it goes no further. Both users stay on the stack.
func longerName(a, b string) string {
	x := &user{name: a}
	y := &user{name: b}
	return longest(x, y).name
}

func longest(users ...*user) *user {
	best := users[0]
	for _, u := range users[1:] {
		if len(u.name) > len(best.name) {
			best = u
		}
	}
	return best
}

// Seen alone, this constructor allocates. It is small enough to be inlined, and then each caller
// decides: countVisit keeps the user on its stack, keepVisitor does not.
func newVisitor(name string) *user { return &user{name: name, visit: 1} }

func countVisit(name string) int {
	u := newVisitor(name)
	u.visit++
	return u.visit
}

func (d *directory) keepVisitor(name string) {
	d.last = newVisitor(name)
}

// Only what outlives the call is moved, not what it was made of.
func firstWord(text string) *string {
	words := [2]string{} // stays
	words[0], words[1], _ = strings.Cut(text, " ")
	first := words[0] // moved to heap: first
	return &first
}

func escapes() string {
	d := &directory{byName: map[string]*user{}}
	u, err := parseUser("Ada, ada@example.com")
	if err != nil {
		return err.Error()
	}
	d.add(u.name)
	d.remember(user{name: "Grace"}, countVisit("Grace") > 1)
	d.keepVisitor("Edsger")
	return longerName(u.name, d.last.name) + " " + *firstWord("hello world")
}
