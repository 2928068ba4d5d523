package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A section is what one compiler printed: the lines below one "# pkgpath" of the go command.
type section struct {
	header string // "p", "p [p.test]", "p_test [p.test]", "p.test"
	lines  []string
}

// importPath is the path of the package whose directory the section's sources are in.
func (s section) importPath() string {
	path, variant, isVariant := strings.Cut(s.header, " ")
	if isVariant && strings.HasSuffix(variant, ".test]") {
		tested := strings.TrimSuffix(strings.TrimPrefix(variant, "["), ".test]")
		if path == tested+"_test" {
			return tested
		}
	}
	return path
}

// splitSections cuts the go command's text at its headers. Text in front of the first one that is
// not merely about downloads is returned as unknown.
func splitSections(text []byte) (sections []section, unknown []string) {
	for len(text) > 0 {
		var raw []byte
		raw, text, _ = bytes.Cut(text, []byte("\n"))
		line := strings.TrimSuffix(string(raw), "\r")
		header, isHeader := strings.CutPrefix(line, "# ")
		switch {
		case line == "" || isProgress(line):
		case isHeader && strings.HasPrefix(header, "["):
			// A second header line that names the step; the first named the package.
		case isHeader:
			sections = append(sections, section{header: header})
		case len(sections) == 0 || strings.HasPrefix(line, "go: "):
			unknown = append(unknown, line)
		default:
			last := &sections[len(sections)-1]
			last.lines = append(last.lines, line)
		}
	}
	return sections, unknown
}

func isProgress(line string) bool {
	for _, prefix := range []string{"go: downloading ", "go: extracting ", "go: finding "} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return false
}

// testSections keeps what `go test -c` would have compiled: no package that has a test variant of
// itself, and no generated main package.
func testSections(all []section) []section {
	hasVariant := map[string]bool{}
	for _, s := range all {
		if path, variant, ok := strings.Cut(s.header, " "); ok && variant == "["+path+".test]" {
			hasVariant[path] = true
		}
	}
	var kept []section
	for _, s := range all {
		if !hasVariant[s.header] && !strings.HasSuffix(s.header, ".test") {
			kept = append(kept, s)
		}
	}
	return kept
}

// A message is one line of a compiler, its position split off.
type message struct {
	file string // as printed; "" if there is no position
	line int
	col  int // 0 if not printed
	text string
}

// at reports whether two messages are about the same position.
func (m message) at(o message) bool {
	return m.file == o.file && m.line == o.line && m.col == o.col
}

// splitMessage parses "file:line: text" and "file:line:col: text". Any other line is a message
// without a position.
func splitMessage(line string) message {
	for start := 0; ; {
		colon := strings.IndexByte(line[start:], ':')
		if colon < 0 {
			return message{text: line}
		}
		colon += start
		start = colon + 1
		if colon == 0 {
			continue
		}
		lineNo, rest, ok := cutNumber(line[start:])
		if !ok {
			continue
		}
		if text, ok := strings.CutPrefix(rest, ": "); ok {
			return message{file: line[:colon], line: lineNo, text: text}
		}
		if rest, ok = strings.CutPrefix(rest, ":"); !ok {
			continue
		}
		col, rest, ok := cutNumber(rest)
		if !ok {
			continue
		}
		if text, ok := strings.CutPrefix(rest, ": "); ok {
			return message{file: line[:colon], line: lineNo, col: col, text: text}
		}
	}
}

func cutNumber(s string) (n int, rest string, ok bool) {
	end := 0
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	return n, s[end:], err == nil
}

// A form is what a message says.
type form int

const (
	unknownForm form = iota
	silentForm       // of no interest here
	inliningForm
	movedForm
	escapesForm
	staysForm // "does not escape"
	appendEscapesForm
	appendStaysForm
	zeroCopyForm
	// Those of parameters, in the order in which the compiler prints the messages of one.
	leakForm
	leakContentForm
	leakResultForm
	mutatesForm
	callsForm
	noLeakForm
)

func (f form) isParam() bool { return f >= leakForm }

type statement struct {
	form   form
	what   string
	detail string
}

var (
	toResult  = regexp.MustCompile(`^(.*) to result (\S+ level=\d+)$`)
	withDeref = regexp.MustCompile(`^(.*) (derefs=\d+)$`)
	// Notes that start with a verb; none of them can be the beginning of an expression's text.
	silentPrefix = regexp.MustCompile(`^(can inline|cannot inline|devirtualizing|partially devirtualizing|cannot devirtualize|PGO devirtualizing|assuming|marking|skip inlining within testing\.B\.loop for) `)
	// Notes that may start with an expression.
	silentWhole = regexp.MustCompile(`( ignoring self-assignment in .*|^index bounds check elided|^imprecise interface call|^slice: omit slice operation)$`)
)

// parseText classifies the text of a message.
func parseText(text string) statement {
	if silentPrefix.MatchString(text) {
		return statement{form: silentForm}
	}
	if strings.HasPrefix(text, "inlining call to ") {
		return statement{form: inliningForm}
	}
	if what, ok := strings.CutPrefix(text, "moved to heap: "); ok {
		return statement{form: movedForm, what: what}
	}
	if what, ok := strings.CutPrefix(text, "leaking param content: "); ok {
		return statement{form: leakContentForm, what: what}
	}
	if what, ok := strings.CutPrefix(text, "leaking param: "); ok {
		if m := toResult.FindStringSubmatch(what); m != nil {
			return statement{form: leakResultForm, what: m[1], detail: m[2]}
		}
		return statement{form: leakForm, what: what}
	}
	if rest, ok := strings.CutPrefix(text, "mutates param: "); ok {
		if m := withDeref.FindStringSubmatch(rest); m != nil {
			return statement{form: mutatesForm, what: m[1], detail: "mutates " + m[2]}
		}
	}
	if rest, ok := strings.CutPrefix(text, "calls param: "); ok {
		if m := withDeref.FindStringSubmatch(rest); m != nil {
			return statement{form: callsForm, what: m[1], detail: "calls " + m[2]}
		}
	}
	if what, ok := strings.CutSuffix(text, " does not escape, mutate, or call"); ok {
		return statement{form: noLeakForm, what: what}
	}
	switch text {
	case "append escapes to heap":
		return statement{form: appendEscapesForm, what: "append"}
	case "append does not escape":
		return statement{form: appendStaysForm, what: "append"}
	case "zero-copy string->[]byte conversion":
		return statement{form: zeroCopyForm}
	}
	if what, ok := strings.CutSuffix(text, " escapes to heap"); ok {
		return statement{form: escapesForm, what: what}
	}
	if what, ok := strings.CutSuffix(text, " does not escape"); ok {
		return statement{form: staysForm, what: what}
	}
	if silentWhole.MatchString(text) {
		return statement{form: silentForm}
	}
	return statement{form: unknownForm}
}

// A pathResolver turns the names that are printed into absolute ones.
type pathResolver struct {
	dir    string // where the go command ran
	goroot string
	exists func(path string) bool
}

// resolve returns the cleaned absolute path of a name in the text about a package, or the name
// itself and false if it stands for no file on disk.
func (p pathResolver) resolve(name, pkgDir string) (string, bool) {
	switch {
	case name == "" || name[0] == '<' || strings.HasPrefix(name, "$WORK"):
		return name, false
	case strings.HasPrefix(name, "$GOROOT/"):
		return filepath.Join(p.goroot, filepath.FromSlash(name[len("$GOROOT/"):])), true
	case filepath.IsAbs(name):
		return filepath.Clean(name), true
	case !strings.ContainsAny(name, `/\`):
		// Files of the package are printed with a directory or "./". A bare name is from a //line
		// comment and relative to the package, or that of a file which the go command generated.
		path := filepath.Join(pkgDir, name)
		if pkgDir == "" || !p.exists(path) {
			return name, false
		}
		return path, true
	}
	path := filepath.Join(p.dir, name)
	if p.exists(path) {
		return path, true
	}
	if inPkg := filepath.Join(pkgDir, name); pkgDir != "" && p.exists(inPkg) {
		return inPkg, true // from a //line comment
	}
	// The go command replaces a directory's path wherever it starts a word, also when it is only
	// the beginning of a longer name: with DIR=/a/b, /a/bc/x.go is printed as .c/x.go.
	for _, up := range []string{"..", "."} {
		if head, tail, ok := cutLast(name, up); ok {
			if path := filepath.Clean(filepath.Join(p.dir, head) + tail); p.exists(path) {
				return path, true
			}
		}
	}
	return path, true
}

// cutLast splits "../../..c/x.go" after the run of up elements it starts with.
func cutLast(name, up string) (head, tail string, ok bool) {
	end := 0
	for strings.HasPrefix(name[end:], up) {
		end += len(up)
		if end < len(name) && name[end] == filepath.Separator {
			end++
		}
	}
	return name[:end], name[end:], end > 0
}

// relative is the inverse of resolve for recorded rows.
func (p pathResolver) relative(path string) string {
	if !filepath.IsAbs(path) {
		return path
	}
	if rel, err := filepath.Rel(p.dir, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	if rel, err := filepath.Rel(p.goroot, path); err == nil && filepath.IsLocal(rel) {
		return "$GOROOT/" + filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}
