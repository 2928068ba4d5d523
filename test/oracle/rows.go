package main

import (
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// A row is one line of output. See the package documentation.
type row struct {
	File         string `json:"file"`
	Line         int    `json:"line"`
	Col          int    `json:"col"`
	Kind         string `json:"kind"`
	What         string `json:"what"`
	Verdict      string `json:"verdict"`
	Detail       string `json:"detail"`
	Inlined      bool   `json:"inlined"`
	Mixed        bool   `json:"mixed"`
	CompilerOnly bool   `json:"compilerOnly"`
	Foreign      bool   `json:"foreign"`
	N            int    `json:"n"`
}

// A site is that of which several differing verdicts are `mixed`.
type site struct {
	file       string
	line, col  int
	kind, what string
}

// An identity is that of which there is one row.
type identity struct {
	site
	verdict, detail string
	foreign         bool
}

type table struct {
	rows map[identity]*row
	// claims holds the differing things that were said of a site: its verdict or, for a parameter,
	// all leaks of one group.
	claims map[site]map[string]bool
}

func newTable() *table {
	return &table{rows: map[identity]*row{}, claims: map[site]map[string]bool{}}
}

// add counts a row that stands for n messages. claim is what must be equal for all mentions of a
// site that are not mixed.
func (t *table) add(r row, n int, claim string) {
	s := site{r.File, r.Line, r.Col, r.Kind, r.What}
	id := identity{s, r.Verdict, r.Detail, r.Foreign}
	known := t.rows[id]
	if known == nil {
		known = &r
		t.rows[id] = known
	} else {
		known.Inlined = known.Inlined || r.Inlined
		known.CompilerOnly = known.CompilerOnly && r.CompilerOnly
	}
	known.N += n
	if t.claims[s] == nil {
		t.claims[s] = map[string]bool{}
	}
	t.claims[s][claim] = true
}

// sorted returns the rows, their files as display puts them.
func (t *table) sorted(display func(path string) string) []row {
	rows := make([]row, 0, len(t.rows))
	for id, r := range t.rows {
		row := *r
		row.Mixed = len(t.claims[id.site]) > 1
		row.File = display(row.File)
		rows = append(rows, row)
	}
	sort.Slice(rows, func(i, j int) bool {
		a, b := rows[i], rows[j]
		switch {
		case a.File != b.File:
			return a.File < b.File
		case a.Line != b.Line:
			return a.Line < b.Line
		case a.Col != b.Col:
			return a.Col < b.Col
		case a.Kind != b.Kind:
			return a.Kind < b.Kind
		case a.What != b.What:
			return a.What < b.What
		case a.Verdict != b.Verdict:
			return a.Verdict < b.Verdict
		case a.Detail != b.Detail:
			return a.Detail < b.Detail
		}
		return !a.Foreign && b.Foreign
	})
	return rows
}

// readSection adds the rows of one compiler's text and returns the lines it could not make out,
// below their header.
func readSection(s section, pkgDir string, paths pathResolver, src *source, t *table) []string {
	messages := make([]message, len(s.lines))
	statements := make([]statement, len(s.lines))
	inlining := map[message]bool{} // keyed without text
	var unknown []string
	for i, line := range s.lines {
		m := splitMessage(line)
		messages[i], statements[i] = m, parseText(m.text)
		switch statements[i].form {
		case inliningForm:
			inlining[message{file: m.file, line: m.line, col: m.col}] = true
		case unknownForm:
			unknown = append(unknown, line)
		}
	}

	rowAt := func(i int, kind, verdict string) row {
		m, st := messages[i], statements[i]
		file, real := paths.resolve(m.file, pkgDir)
		r := row{File: file, Line: m.line, Col: m.col, Kind: kind, What: st.what, Verdict: verdict}
		r.Inlined = st.what != "... argument" && inlining[message{file: m.file, line: m.line, col: m.col}]
		r.Foreign = real && pkgDir != "" && filepath.Dir(file) != pkgDir
		r.CompilerOnly = !real || isCompilerName(st.what) && !src.shows(r)
		return r
	}

	for i := 0; i < len(messages); i++ {
		switch st := statements[i]; st.form {
		case movedForm:
			t.add(rowAt(i, "var", "heap"), 1, "heap")
		case escapesForm:
			t.add(rowAt(i, "expr", "heap"), 1, "heap")
		case staysForm:
			r := rowAt(i, "expr", "stack")
			if r.Col > 0 && src.isBodylessParam(r) {
				r.Kind, r.Verdict = "param", "noleak"
			}
			t.add(r, 1, r.Verdict)
		case appendEscapesForm:
			t.add(rowAt(i, "append", "heap"), 1, "heap")
		case appendStaysForm:
			t.add(rowAt(i, "append", "stack"), 1, "stack")
		case zeroCopyForm:
			if i > 0 && messages[i-1].at(messages[i]) {
				statements[i].what = statements[i-1].what
			}
			t.add(rowAt(i, "zerocopy", "stack"), 1, "stack")
		default:
			if !st.form.isParam() {
				break
			}
			end := i + 1
			for end < len(messages) && sameParam(messages, statements, end) {
				end++
			}
			addParam(t, statements[i:end], func(k int, verdict string) row {
				return rowAt(i+k, "param", verdict)
			})
			i = end - 1
		}
	}
	if len(unknown) > 0 {
		unknown = append([]string{"# " + s.header}, unknown...)
	}
	return unknown
}

// sameParam reports whether message i continues the group of message i-1. The compiler prints a
// group in the order of the forms; what goes back in it is about another parameter.
func sameParam(messages []message, statements []statement, i int) bool {
	a, b := statements[i-1], statements[i]
	if !messages[i-1].at(messages[i]) || a.what != b.what || !b.form.isParam() {
		return false
	}
	switch b.form {
	case leakForm, leakContentForm, noLeakForm:
		return false
	case leakResultForm:
		return a.form <= leakContentForm ||
			a.form == leakResultForm && resultName(a) != resultName(b)
	case mutatesForm:
		return a.form <= leakResultForm
	default: // callsForm
		return a.form <= mutatesForm
	}
}

func resultName(st statement) string {
	name, _, _ := strings.Cut(st.detail, " ")
	return name
}

// addParam adds the rows of one group.
func addParam(t *table, group []statement, rowAt func(k int, verdict string) row) {
	var leaks []row
	var facts, claim []string
	for k, st := range group {
		switch st.form {
		case leakForm:
			leaks = append(leaks, rowAt(k, "leak"))
		case leakContentForm:
			leaks = append(leaks, rowAt(k, "leak-content"))
		case leakResultForm:
			r := rowAt(k, "leak-result")
			r.Detail = st.detail
			leaks = append(leaks, r)
		case mutatesForm, callsForm:
			facts = append(facts, st.detail)
		}
	}
	if len(leaks) == 0 {
		leaks = append(leaks, rowAt(0, "noleak"))
	}
	for _, r := range leaks {
		claim = append(claim, r.Verdict+" "+r.Detail)
	}
	for _, r := range leaks {
		detail := facts
		if r.Detail != "" {
			detail = append([]string{r.Detail}, facts...)
		}
		r.Detail = strings.Join(detail, "; ")
		t.add(r, 1, strings.Join(claim, ", "))
	}
}

// compilerName matches the names that only the compiler gives, with or without the package that a
// name gets in an inlined copy.
var compilerName = regexp.MustCompile(`^(?:[\w/]+\.)?(?:~\w+|#\w+|\.autotmp_\d+|\.this|\.dict|(?:go|defer)wrap\w*)$`)

const dynamicNew = "new(<node DYNAMICTYPE>)"

func isCompilerName(what string) bool {
	return what == dynamicNew || compilerName.MatchString(what)
}
