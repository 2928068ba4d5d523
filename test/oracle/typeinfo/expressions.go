package main

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
)

// A packageInfo is a line of the output.
type packageInfo struct {
	ImportPath string     `json:"importPath"`
	Name       string     `json:"name"`
	Directory  string     `json:"directory"`
	GoVersion  string     `json:"goVersion"`
	ForTest    string     `json:"forTest,omitempty"`
	Files      []fileInfo `json:"files"`
	Types      []string   `json:"types"`
	Constants  []string   `json:"constants"`
	Errors     []string   `json:"errors"`
}

type fileInfo struct {
	File  string `json:"file"`
	Exprs []int  `json:"exprs"`
}

type kind int

const (
	ident kind = iota
	literal
	paren
	selector
	index
	call
	conversion
	composite
	funclit
	assertion
	binary
	unary
	star
	slice
	typeExpression
)

type mode int

const (
	noValue mode = iota
	builtin
	typeMode
	value
)

// An expression has the numbers of the output.
type expression struct {
	start, end    int
	kind          kind
	mode          mode
	typeIndex     int
	constantIndex int
}

func expressionsOf(c *checked) packageInfo {
	w := &writer{checked: c, types: newTable(), constants: newTable(), typeIndexes: map[types.Type]int{}}
	info := packageInfo{
		ImportPath: c.importPath,
		Name:       c.pkg.Name(),
		Directory:  c.directory,
		GoVersion:  c.goVersion,
		ForTest:    c.forTest,
		Files:      []fileInfo{},
	}
	for i, file := range c.files {
		info.Files = append(info.Files, fileInfo{c.source.files[i], w.file(file)})
	}
	info.Types = w.types.texts
	info.Constants = w.constants.texts
	info.Errors = append([]string{}, c.errors...)
	return info
}

// A writer numbers the types and constants of a package.
type writer struct {
	*checked
	types, constants *table
	typeIndexes      map[types.Type]int
}

func (w *writer) file(file *ast.File) []int {
	place := w.fset.File(file.FileStart)
	var found []expression
	ast.Inspect(file, func(node ast.Node) bool {
		e, ok := node.(ast.Expr)
		if !ok {
			return true
		}
		if m, t, c, ok := w.meaning(e); ok {
			found = append(found, expression{
				start:         place.Offset(e.Pos()),
				end:           place.Offset(e.End()),
				kind:          w.kind(e, m),
				mode:          m,
				typeIndex:     t,
				constantIndex: c,
			})
		}
		return true
	})
	slices.SortStableFunc(found, func(a, b expression) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	flat := make([]int, 0, 6*len(found))
	for _, e := range found {
		flat = append(flat, e.start, e.end, int(e.kind), int(e.mode), e.typeIndex, e.constantIndex)
	}
	return flat
}

// meaning returns what an expression is, its type and its constant; ok is false if it is nothing.
func (w *writer) meaning(e ast.Expr) (m mode, t, c int, ok bool) {
	if tv, ok := w.info.Types[e]; ok {
		switch {
		case tv.IsVoid():
			return noValue, w.types.index("()"), -1, true
		case tv.IsBuiltin():
			return builtin, w.types.index("builtin"), -1, true
		case tv.IsType():
			return typeMode, w.typeIndex(tv.Type), -1, true
		}
		return value, w.typeIndex(tv.Type), w.constantIndex(tv.Value), true
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return 0, 0, 0, false
	}
	object := w.info.Defs[id]
	if object == nil {
		object = w.info.Uses[id]
	}
	switch object := object.(type) {
	case nil, *types.PkgName, *types.Label:
		return 0, 0, 0, false
	case *types.Builtin:
		return builtin, w.types.index("builtin"), -1, true
	case *types.TypeName:
		return typeMode, w.typeIndex(object.Type()), -1, true
	case *types.Const:
		return value, w.typeIndex(object.Type()), w.constantIndex(object.Val()), true
	}
	return value, w.typeIndex(object.Type()), -1, true
}

func (w *writer) kind(e ast.Expr, m mode) kind {
	switch e := e.(type) {
	case *ast.Ident:
		return ident
	case *ast.BasicLit:
		return literal
	case *ast.ParenExpr:
		return paren
	case *ast.SelectorExpr:
		return selector
	case *ast.IndexExpr, *ast.IndexListExpr:
		return index
	case *ast.CallExpr:
		if w.info.Types[e.Fun].IsType() {
			return conversion
		}
		return call
	case *ast.CompositeLit:
		return composite
	case *ast.FuncLit:
		return funclit
	case *ast.TypeAssertExpr:
		return assertion
	case *ast.SliceExpr:
		return slice
	}
	if m == typeMode {
		return typeExpression
	}
	switch e.(type) {
	case *ast.BinaryExpr:
		return binary
	case *ast.UnaryExpr:
		return unary
	case *ast.StarExpr:
		return star
	}
	return typeExpression
}

func (w *writer) typeIndex(t types.Type) int {
	i, ok := w.typeIndexes[t]
	if !ok {
		i = w.types.index(typeText(t))
		w.typeIndexes[t] = i
	}
	return i
}

func typeText(t types.Type) string {
	return types.TypeString(t, (*types.Package).Path)
}

func (w *writer) constantIndex(c constant.Value) int {
	if c == nil {
		return -1
	}
	return w.constants.index(c.ExactString())
}

// A table numbers texts.
type table struct {
	texts   []string
	indexes map[string]int
}

func newTable() *table {
	return &table{texts: []string{}, indexes: map[string]int{}}
}

func (t *table) index(text string) int {
	i, ok := t.indexes[text]
	if !ok {
		i = len(t.texts)
		t.texts = append(t.texts, text)
		t.indexes[text] = i
	}
	return i
}
