// Parser says what go/parser makes of Go files: the truth for our own parser. It reads paths from
// its input, one a line, and prints an object a line:
//
//	file    the path
//	errors  what is wrong, as LINE:COL: MESSAGE
//	spans   if nothing is: the syntax, one node a line, sorted: START KIND LENGTH DETAIL
//
// START and LENGTH are in bytes. The kinds are those of our own tree (ast.ts): what only go/ast has
// (the blocks of switches, the assignment of a type switch) has no line. What has no kind there is
// an `element`, `field`, `spec`, `case` or `comm`.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"sort"
	"strings"
)

type report struct {
	File   string   `json:"file"`
	Errors []string `json:"errors"`
	Spans  string   `json:"spans"`
}

func main() {
	input := bufio.NewScanner(os.Stdin)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	lines := json.NewEncoder(output)
	lines.SetEscapeHTML(false)
	for input.Scan() {
		r, err := read(input.Text())
		if err == nil {
			err = lines.Encode(r)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "parser:", err)
			os.Exit(1)
		}
	}
}

func read(path string) (report, error) {
	r := report{File: path, Errors: []string{}}
	text, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution|parser.AllErrors)
	if err != nil {
		var list scanner.ErrorList
		if !errors.As(err, &list) {
			return r, err
		}
		for _, e := range list {
			r.Errors = append(r.Errors, fmt.Sprintf("%d:%d: %s", e.Pos.Line, e.Pos.Column, e.Msg))
		}
		return r, nil
	}
	l := lister{base: set.File(tree.Package).Base()}
	l.add("package", tree.Package, tree.Name.End(), "")
	l.walk(tree.Name)
	for _, d := range tree.Decls {
		l.walk(d)
	}
	sort.Slice(l.lines, func(i, j int) bool {
		a, b := l.lines[i], l.lines[j]
		if a.start != b.start {
			return a.start < b.start
		}
		return a.text < b.text
	})
	var all strings.Builder
	for _, line := range l.lines {
		fmt.Fprintf(&all, "%d %s\n", line.start, line.text)
	}
	r.Spans = all.String()
	return r, nil
}

type line struct {
	start int
	text  string
}

type lister struct {
	base  int
	lines []line
}

func (l *lister) add(kind string, start, end token.Pos, detail string) {
	l.lines = append(l.lines, line{int(start) - l.base, fmt.Sprintf("%s %d %s", kind, end-start, detail)})
}

func (l *lister) node(kind string, n ast.Node, detail string) {
	l.add(kind, n.Pos(), n.End(), detail)
}

func (l *lister) walk(n ast.Node) {
	ast.Inspect(n, l.visit)
}

// visit adds a node, and says whether those in it are still to be added.
func (l *lister) visit(n ast.Node) bool {
	switch n := n.(type) {
	case nil, *ast.FieldList, *ast.CommentGroup, *ast.Comment:

	// Expressions.
	case *ast.Ident:
		l.node("identifier", n, n.Name)
	case *ast.BasicLit:
		kind := map[token.Token]string{
			token.INT: "int", token.FLOAT: "float", token.IMAG: "imaginary", token.CHAR: "rune", token.STRING: "string",
		}[n.Kind]
		l.node("literal", n, kind)
	case *ast.CompositeLit:
		l.node("composite", n, fmt.Sprint(n.Type != nil, " ", len(n.Elts), " ", n.Lbrace-n.Pos()))
	case *ast.KeyValueExpr:
		l.node("element", n, "")
	case *ast.FuncLit:
		l.node("function", n, "")
	case *ast.ParenExpr:
		l.node("parenthesized", n, "")
	case *ast.SelectorExpr:
		l.node("selector", n, "")
	case *ast.IndexExpr:
		l.node("index", n, fmt.Sprint(1, " ", n.Lbrack-n.Pos()))
	case *ast.IndexListExpr:
		l.node("index", n, fmt.Sprint(len(n.Indices), " ", n.Lbrack-n.Pos()))
	case *ast.SliceExpr:
		l.node("slice", n, fmt.Sprint(n.Low != nil, " ", n.High != nil, " ", n.Slice3))
	case *ast.TypeAssertExpr:
		l.node("assertion", n, fmt.Sprint(n.Type != nil))
	case *ast.CallExpr:
		l.node("call", n, fmt.Sprint(len(n.Args), " ", n.Ellipsis.IsValid(), " ", n.Lparen-n.Pos()))
	case *ast.StarExpr:
		l.node("star", n, "")
	case *ast.UnaryExpr:
		l.node("unary", n, n.Op.String())
	case *ast.BinaryExpr:
		l.node("binary", n, fmt.Sprint(n.Op, " ", n.OpPos-n.Pos()))
	case *ast.ArrayType:
		length := "slice"
		if n.Len != nil {
			length = "array"
			if e, ok := n.Len.(*ast.Ellipsis); ok && e.Elt == nil {
				length = "counted"
			}
		}
		l.node("arrayType", n, length)
	case *ast.Ellipsis:
		if n.Elt != nil { // else the length of an array
			l.node("ellipsis", n, "")
		}
	case *ast.StructType:
		l.node("structType", n, "")
	case *ast.FuncType:
		l.node("functionType", n, fmt.Sprint(count(n.TypeParams), " ", count(n.Params), " ", count(n.Results)))
	case *ast.InterfaceType:
		l.node("interfaceType", n, "")
	case *ast.MapType:
		l.node("mapType", n, "")
	case *ast.ChanType:
		l.node("channelType", n, map[ast.ChanDir]string{
			ast.SEND: "send", ast.RECV: "receive", ast.SEND | ast.RECV: "both",
		}[n.Dir])

	case *ast.Field:
		l.node("field", n, fmt.Sprint(len(n.Names), " ", n.Tag != nil))

	// Statements.
	case *ast.EmptyStmt:
		l.node("empty", n, "")
	case *ast.BlockStmt:
		l.node("block", n, fmt.Sprint(len(n.List)))
	case *ast.ExprStmt:
		l.node("expression", n, "")
	case *ast.SendStmt:
		l.node("send", n, "")
	case *ast.IncDecStmt:
		l.node("increment", n, n.Tok.String())
	case *ast.AssignStmt:
		l.node("assignment", n, fmt.Sprint(len(n.Lhs), " ", n.Tok, " ", len(n.Rhs)))
	case *ast.GoStmt:
		l.node("go", n, "")
	case *ast.DeferStmt:
		l.node("defer", n, "")
	case *ast.ReturnStmt:
		l.node("return", n, fmt.Sprint(len(n.Results)))
	case *ast.BranchStmt:
		l.node("branch", n, fmt.Sprint(n.Tok, " ", n.Label != nil))
	case *ast.LabeledStmt:
		l.node("labeled", n, "")
	case *ast.IfStmt:
		l.node("if", n, fmt.Sprint(n.Init != nil, " ", n.Else != nil))
	case *ast.SwitchStmt:
		l.node("switch", n, fmt.Sprint(n.Init != nil, " ", n.Tag != nil, " ", len(n.Body.List)))
		l.parts(n.Init, n.Tag)
		l.list(n.Body.List)
		return false
	case *ast.TypeSwitchStmt:
		l.typeSwitch(n)
		return false
	case *ast.CaseClause:
		l.node("case", n, fmt.Sprint(len(n.List), " ", len(n.Body)))
	case *ast.SelectStmt:
		l.node("select", n, fmt.Sprint(len(n.Body.List)))
		l.list(n.Body.List)
		return false
	case *ast.CommClause:
		l.node("comm", n, fmt.Sprint(n.Comm != nil, " ", len(n.Body)))
	case *ast.ForStmt:
		l.node("for", n, fmt.Sprint(n.Init != nil, " ", n.Cond != nil, " ", n.Post != nil))
	case *ast.RangeStmt:
		l.node("range", n, fmt.Sprint(n.Key != nil, " ", n.Value != nil, " ", n.Tok == token.DEFINE))
	case *ast.DeclStmt:
		l.node("declaration", n, "")

	// Declarations.
	case *ast.GenDecl:
		l.node(n.Tok.String(), n, fmt.Sprint(len(n.Specs)))
	case *ast.FuncDecl:
		l.node("func", n, fmt.Sprint(n.Recv != nil, " ", n.Body != nil))
	case *ast.ImportSpec:
		l.node("spec", n, fmt.Sprint(n.Name != nil))
	case *ast.ValueSpec:
		l.node("spec", n, fmt.Sprint(len(n.Names), " ", n.Type != nil, " ", len(n.Values)))
	case *ast.TypeSpec:
		l.node("spec", n, fmt.Sprint(count(n.TypeParams), " ", n.Assign.IsValid()))

	default:
		panic(fmt.Sprintf("%T", n))
	}
	return true
}

func (l *lister) typeSwitch(n *ast.TypeSwitchStmt) {
	guard := n.Assign
	var name ast.Expr
	if a, ok := guard.(*ast.AssignStmt); ok {
		name = a.Lhs[0]
		guard = &ast.ExprStmt{X: a.Rhs[0]}
	}
	l.node("typeSwitch", n, fmt.Sprint(n.Init != nil, " ", name != nil, " ", len(n.Body.List)))
	l.parts(n.Init, name, guard.(*ast.ExprStmt).X)
	l.list(n.Body.List)
}

func (l *lister) parts(nodes ...ast.Node) {
	for _, n := range nodes {
		if n != nil {
			l.walk(n)
		}
	}
}

func (l *lister) list(statements []ast.Stmt) {
	for _, s := range statements {
		l.walk(s)
	}
}

// count is the number of fields, each of which may have several names.
func count(list *ast.FieldList) int {
	if list == nil {
		return 0
	}
	return len(list.List)
}
