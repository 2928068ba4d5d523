package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
)

// A declaration is a constant with or without a type, for a machine of so many bits.
type declaration struct {
	Type       string `json:"type"`
	Expression string `json:"expression"`
	WordBits   int64  `json:"wordBits"`
}

func (d declaration) judge() answer {
	fset := token.NewFileSet()
	source := "package p\nconst c " + d.Type + " = " + d.Expression + "\n"
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		return answer{Failure: err.Error()}
	}
	// Without a handler of errors the first one ends the check, and is returned.
	config := types.Config{Sizes: &types.StdSizes{WordSize: d.WordBits / 8, MaxAlign: 8}}
	p, err := config.Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		return answer{Failure: err.Error()}
	}
	c := p.Scope().Lookup("c").(*types.Const)
	a := answerOf(c.Val())
	a.Type = c.Type().String()
	return a
}
