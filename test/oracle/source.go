package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
)

// A source answers the few questions that the compiler's text leaves open from the files.
type source struct {
	lines    map[string][][]byte
	bodyless map[string]map[place]string
	found    map[string]bool
}

type place struct{ line, col int }

func newSource() *source {
	return &source{
		lines:    map[string][][]byte{},
		bodyless: map[string]map[place]string{},
		found:    map[string]bool{},
	}
}

func (s *source) exists(path string) bool {
	known, ok := s.found[path]
	if !ok {
		_, err := os.Stat(path)
		known = err == nil
		s.found[path] = known
	}
	return known
}

// split returns the text of a line before a column and from it on.
func (s *source) split(file string, line, col int) (before, after string) {
	lines, ok := s.lines[file]
	if !ok {
		text, _ := os.ReadFile(file)
		lines = bytes.Split(text, []byte("\n"))
		s.lines[file] = lines
	}
	if line < 1 || line > len(lines) || col < 1 || col > len(lines[line-1]) {
		return "", ""
	}
	text := lines[line-1]
	return string(text[:col-1]), string(text[col-1:])
}

var newBefore = regexp.MustCompile(`(?:^|[^\w.])new\s*$`)

// shows reports whether the source has, at the place of a row about a name of the compiler's, the
// construct behind it.
func (s *source) shows(r row) bool {
	if r.Col == 0 {
		return false
	}
	autotmp := strings.HasPrefix(r.What, ".autotmp_")
	before, after := s.split(r.File, r.Line, r.Col)
	switch {
	case r.What == dynamicNew, autotmp && r.Kind == "var":
		return strings.HasPrefix(after, "(") && newBefore.MatchString(before)
	case autotmp && r.Kind == "expr":
		return strings.HasPrefix(after, "=") || strings.HasPrefix(after, ":=") ||
			strings.HasPrefix(after, "return ")
	}
	return false
}

// isBodylessParam reports whether a row stands at the name of a parameter of a function that has
// no body.
func (s *source) isBodylessParam(r row) bool {
	if !token.IsIdentifier(r.What) {
		return false
	}
	params, ok := s.bodyless[r.File]
	if !ok {
		params = bodylessParams(r.File)
		s.bodyless[r.File] = params
	}
	return params[place{r.Line, r.Col}] == r.What
}

func bodylessParams(file string) map[place]string {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	params := map[place]string{}
	for _, decl := range tree.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body != nil {
			continue
		}
		for _, list := range []*ast.FieldList{fn.Recv, fn.Type.Params} {
			if list == nil {
				continue
			}
			for _, field := range list.List {
				for _, name := range field.Names {
					at := set.PositionFor(name.Pos(), false)
					params[place{at.Line, at.Column}] = name.Name
				}
			}
		}
	}
	return params
}
