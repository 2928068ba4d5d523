package main

import (
	"encoding/json"
	"go/ast"
	"go/build"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
)

// A step is one operation of a real program: its operands as go/types has them, and what it gives.
type step struct {
	// Operator is a token, `literal` or `convert`.
	Operator string   `json:"operator"`
	Token    string   `json:"token,omitempty"`
	Text     string   `json:"text,omitempty"`
	X        *operand `json:"x,omitempty"`
	Y        *operand `json:"y,omitempty"`
	Result   operand  `json:"result"`
}

type operand struct {
	Type  string `json:"type"`
	Value *value `json:"value"`
}

// stepsOf returns the different steps of packages of the standard library, and which packages have
// errors: those that need cgo.
func stepsOf(paths []string) (steps []step, skipped []string) {
	build.Default.CgoEnabled = false
	fset := token.NewFileSet()
	source := importer.ForCompiler(fset, "source", nil)
	seen := map[string]bool{}
	for _, path := range paths {
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		files, err := check(fset, source, path, info)
		if err != nil {
			skipped = append(skipped, path+": "+err.Error())
			continue
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				e, ok := n.(ast.Expr)
				if !ok {
					return true
				}
				if s, ok := stepOf(info, e); ok {
					text, _ := json.Marshal(s)
					if !seen[string(text)] {
						seen[string(text)] = true
						steps = append(steps, s)
					}
				}
				return true
			})
		}
	}
	return steps, skipped
}

func check(fset *token.FileSet, source types.Importer, path string, info *types.Info) ([]*ast.File, error) {
	p, err := build.Import(path, filepath.Join(build.Default.GOROOT, "src"), 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config := types.Config{Importer: source, Sizes: types.SizesFor("gc", "amd64")}
	_, err = config.Check(path, fset, files, info)
	return files, err
}

func stepOf(info *types.Info, e ast.Expr) (s step, ok bool) {
	result, ok := operandOf(info, e)
	if !ok {
		return step{}, false
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		return step{Operator: "literal", Token: e.Kind.String(), Text: e.Value, Result: *result}, true
	case *ast.UnaryExpr:
		x, ok := operandOf(info, e.X)
		return step{Operator: e.Op.String(), X: x, Result: *result}, ok
	case *ast.BinaryExpr:
		x, okX := operandOf(info, e.X)
		y, okY := operandOf(info, e.Y)
		return step{Operator: e.Op.String(), X: x, Y: y, Result: *result}, okX && okY
	case *ast.CallExpr:
		if len(e.Args) != 1 || !info.Types[e.Fun].IsType() {
			return step{}, false
		}
		x, ok := operandOf(info, e.Args[0])
		return step{Operator: "convert", X: x, Result: *result}, ok
	}
	return step{}, false
}

// operandOf returns an expression's constant; ok is false if it has none.
func operandOf(info *types.Info, e ast.Expr) (o *operand, ok bool) {
	tv, ok := info.Types[e]
	if !ok || tv.Value == nil || tv.Value.Kind() == constant.Unknown {
		return nil, false
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	if !ok {
		return nil, false
	}
	return &operand{types.Typ[basic.Kind()].Name(), newValue(tv.Value)}, true
}
