// Relations prints the types of the packages in testdata as a graph, and what go/types says of each
// of them and of each pair: the judge of the functions over types in this repository.
//
//	go run . > relations.json
package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os"
	"slices"
	"strings"
)

//go:embed testdata
var testdata embed.FS

// A report is all that is printed. Types are known by their index in Types.
type report struct {
	Packages []string `json:"packages"`
	Types    []node   `json:"types"`
	// Roots are the types that are compared: those of values, and generic ones.
	Roots []root `json:"roots"`
	// Lookups has, for each root, an answer for each of the names.
	Names []name `json:"names"`
	// Relations have a string of 0 and 1 for each root, with a digit for each root; with - where
	// a generic type or the value of an untyped one would have to be asked about.
	Identical      []string   `json:"identical"`
	IgnoringTags   []string   `json:"ignoringTags"`
	Assignable     []string   `json:"assignable"`
	Implements     []string   `json:"implements"`
	Satisfies      []string   `json:"satisfies"`
	MissingMethods [][]string `json:"missingMethods"`
}

// A node is one type; which fields count depends on the kind.
type node struct {
	Kind      string   `json:"kind"`
	Name      string   `json:"name,omitempty"`
	Package   string   `json:"package,omitempty"`
	Length    int64    `json:"length,omitempty"`
	Direction string   `json:"direction,omitempty"`
	Key       int      `json:"key,omitempty"`
	Element   int      `json:"element,omitempty"`
	Fields    []field  `json:"fields,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Methods   []field  `json:"methods,omitempty"`
	Embedded  []int    `json:"embedded,omitempty"`
	Terms     []term   `json:"terms,omitempty"`
	Implicit  bool     `json:"implicit,omitempty"`
	// Of signatures, and of named types and aliases.
	Parameters     int   `json:"parameters,omitempty"`
	Results        int   `json:"results,omitempty"`
	Variadic       bool  `json:"variadic,omitempty"`
	TypeParameters []int `json:"typeParameters,omitempty"`
	TypeArguments  []int `json:"typeArguments,omitempty"`
	Origin         int   `json:"origin,omitempty"`
	// Underlying is what an alias stands for, and the constraint of a type parameter.
	Underlying int `json:"underlying,omitempty"`
	Index      int `json:"index,omitempty"`
}

// A field is a field, a parameter, or a method.
type field struct {
	Name     string `json:"name"`
	Package  string `json:"package,omitempty"`
	Type     int    `json:"type"`
	Embedded bool   `json:"embedded,omitempty"`
	Pointer  bool   `json:"pointer,omitempty"`
}

type term struct {
	Tilde bool `json:"tilde,omitempty"`
	Type  int  `json:"type"`
}

type name struct {
	Package     string `json:"package"`
	Name        string `json:"name"`
	Addressable bool   `json:"addressable"`
}

type root struct {
	Type       int      `json:"type"`
	String     string   `json:"string"`
	Short      string   `json:"short"`
	Generic    bool     `json:"generic"`
	Comparable bool     `json:"comparable"`
	Default    int      `json:"default"`
	MethodSet  []string `json:"methodSet"`
	Lookups    []string `json:"lookups"`
	// Of interfaces.
	AllMethods  []string `json:"allMethods"`
	IsMethodSet bool     `json:"isMethodSet"`
}

func main() {
	log.SetFlags(0)
	fset := token.NewFileSet()
	packages := map[string]*types.Package{}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer(packages)}
	for _, path := range []string{"q", "p"} {
		text, err := testdata.ReadFile("testdata/" + path + ".go")
		if err != nil {
			log.Fatal(err)
		}
		file, err := parser.ParseFile(fset, path+".go", text, 0)
		if err != nil {
			log.Fatal(err)
		}
		packages[path], err = config.Check(path, fset, []*ast.File{file}, info)
		if err != nil {
			log.Fatal(err)
		}
	}
	writer := &graph{
		ids:      map[types.Type]int{nil: 0},
		packages: packages,
		report:   report{Packages: []string{"q", "p"}, Types: []node{{Kind: "none"}}},
	}
	objects := []types.Object{}
	for _, object := range info.Defs {
		if object != nil && object.Type() != nil {
			objects = append(objects, object)
		}
	}
	slices.SortFunc(objects, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	for _, kind := range types.Typ {
		if kind.Kind() != types.Invalid {
			writer.id(kind)
		}
	}
	for _, name := range []string{"byte", "rune", "any", "error", "comparable"} {
		writer.id(types.Universe.Lookup(name).Type())
	}
	for _, object := range objects {
		writer.id(object.Type())
	}
	writer.judge()
	if err := json.NewEncoder(os.Stdout).Encode(writer.report); err != nil {
		log.Fatal(err)
	}
}

type importer map[string]*types.Package

func (i importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return i[path], nil
}

type graph struct {
	ids      map[types.Type]int
	list     []types.Type
	packages map[string]*types.Package
	report   report
}

// id returns the index of a type, and writes its node if it is new.
func (g *graph) id(t types.Type) int {
	if id, ok := g.ids[t]; ok {
		return id
	}
	id := len(g.report.Types)
	g.ids[t] = id
	g.report.Types = append(g.report.Types, node{})
	g.list = append(g.list, t)
	g.report.Types[id] = g.node(t)
	return id
}

func (g *graph) node(t types.Type) node {
	switch t := t.(type) {
	case *types.Basic:
		return node{Kind: "basic", Name: t.Name()}
	case *types.Array:
		return node{Kind: "array", Length: t.Len(), Element: g.id(t.Elem())}
	case *types.Slice:
		return node{Kind: "slice", Element: g.id(t.Elem())}
	case *types.Pointer:
		return node{Kind: "pointer", Element: g.id(t.Elem())}
	case *types.Map:
		return node{Kind: "map", Key: g.id(t.Key()), Element: g.id(t.Elem())}
	case *types.Chan:
		direction := []string{"both", "send", "receive"}[t.Dir()]
		return node{Kind: "channel", Direction: direction, Element: g.id(t.Elem())}
	case *types.Struct:
		n := node{Kind: "struct"}
		for i := range t.NumFields() {
			n.Fields = append(n.Fields, g.variable(t.Field(i)))
			n.Tags = append(n.Tags, t.Tag(i))
		}
		return n
	case *types.Tuple:
		n := node{Kind: "tuple"}
		for v := range t.Variables() {
			n.Fields = append(n.Fields, g.variable(v))
		}
		return n
	case *types.Signature:
		return node{
			Kind:           "signature",
			Parameters:     g.id(t.Params()),
			Results:        g.id(t.Results()),
			Variadic:       t.Variadic(),
			TypeParameters: g.typeParameters(t.TypeParams()),
		}
	case *types.Union:
		n := node{Kind: "union"}
		for term := range t.Terms() {
			n.Terms = append(n.Terms, g.term(term))
		}
		return n
	case *types.Interface:
		return g.interfaceNode(t)
	case *types.Named:
		n := node{
			Kind:           "named",
			Name:           t.Obj().Name(),
			Package:        path(t.Obj()),
			Origin:         g.id(t.Origin()),
			Underlying:     g.id(t.Underlying()),
			TypeArguments:  g.typeArguments(t.TypeArgs()),
			TypeParameters: g.typeParameters(t.TypeParams()),
		}
		for m := range t.Methods() {
			n.Methods = append(n.Methods, g.method(m))
		}
		return n
	case *types.Alias:
		return node{
			Kind:           "alias",
			Name:           t.Obj().Name(),
			Package:        path(t.Obj()),
			Origin:         g.id(t.Origin()),
			Underlying:     g.id(t.Rhs()),
			TypeArguments:  g.typeArguments(t.TypeArgs()),
			TypeParameters: g.typeParameters(t.TypeParams()),
		}
	case *types.TypeParam:
		return node{
			Kind:       "typeParameter",
			Name:       t.Obj().Name(),
			Package:    path(t.Obj()),
			Index:      t.Index(),
			Underlying: g.id(constraint(t)),
		}
	}
	panic(fmt.Sprintf("a type of no known kind: %T", t))
}

// constraint returns the constraint as it is written, without the interface that go/types makes
// around one that is none.
func constraint(t *types.TypeParam) types.Type {
	if i, ok := t.Constraint().(*types.Interface); ok && i.IsImplicit() {
		return i.EmbeddedType(0)
	}
	return t.Constraint()
}

func (g *graph) interfaceNode(t *types.Interface) node {
	n := node{Kind: "interface", Implicit: t.IsImplicit()}
	switch t {
	case types.Universe.Lookup("any").Type().Underlying():
		n.Name = "any"
	case types.Universe.Lookup("comparable").Type().Underlying():
		n.Name = "comparable"
	}
	for m := range t.ExplicitMethods() {
		n.Methods = append(n.Methods, g.method(m))
	}
	for e := range t.EmbeddedTypes() {
		n.Embedded = append(n.Embedded, g.id(e))
	}
	return n
}

func (g *graph) variable(v *types.Var) field {
	return field{Name: v.Name(), Package: path(v), Type: g.id(v.Type()), Embedded: v.Embedded()}
}

func (g *graph) method(f *types.Func) field {
	_, isPointer := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer)
	return field{Name: f.Name(), Package: path(f), Type: g.id(f.Type()), Pointer: isPointer}
}

func (g *graph) term(t *types.Term) term {
	return term{Tilde: t.Tilde(), Type: g.id(t.Type())}
}

func (g *graph) typeParameters(list *types.TypeParamList) []int {
	var ids []int
	for t := range list.TypeParams() {
		ids = append(ids, g.id(t))
	}
	return ids
}

func (g *graph) typeArguments(list *types.TypeList) []int {
	var ids []int
	for t := range list.Types() {
		ids = append(ids, g.id(t))
	}
	return ids
}

func path(o types.Object) string {
	if o.Pkg() == nil {
		return ""
	}
	return o.Pkg().Path()
}

// judge asks go/types about all types that have been written.
func (g *graph) judge() {
	g.names()
	for _, t := range slices.Clone(g.list) {
		g.report.Roots = append(g.report.Roots, g.root(t))
	}
	for _, v := range g.list {
		g.pairs(v)
	}
}

// names collects the names of all fields and methods, as they are seen by both packages.
func (g *graph) names() {
	seen := map[string]bool{}
	for _, n := range g.report.Types {
		for _, f := range slices.Concat(n.Fields, n.Methods) {
			if f.Name == "" || n.Kind == "tuple" || seen[f.Name] {
				continue
			}
			seen[f.Name] = true
			for _, from := range g.report.Packages {
				for _, isAddressable := range []bool{false, true} {
					g.report.Names = append(g.report.Names, name{from, f.Name, isAddressable})
				}
			}
		}
	}
}

func (g *graph) root(t types.Type) root {
	r := root{
		Type:       g.id(t),
		String:     types.TypeString(t, (*types.Package).Path),
		Short:      types.TypeString(t, short(g.packages["p"])),
		Generic:    isGeneric(t),
		Comparable: types.Comparable(t),
		Default:    g.id(types.Default(t)),
	}
	for selection := range types.NewMethodSet(t).Methods() {
		// The methods of all interfaces are indirect here, but not where they are looked up.
		r.MethodSet = append(r.MethodSet, found(selection.Obj(), selection.Index()))
	}
	for _, n := range g.report.Names {
		r.Lookups = append(r.Lookups, g.lookup(t, n))
	}
	if i, ok := t.(*types.Interface); ok {
		for m := range i.Methods() {
			r.AllMethods = append(r.AllMethods, m.Id())
		}
		r.IsMethodSet = i.IsMethodSet()
	}
	return r
}

func short(current *types.Package) types.Qualifier {
	return func(p *types.Package) string {
		if p == current {
			return ""
		}
		return p.Name()
	}
}

func isGeneric(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		return t.TypeParams().Len() > 0 && t.TypeArgs().Len() == 0
	case *types.Alias:
		return t.TypeParams().Len() > 0 && t.TypeArgs().Len() == 0
	}
	return false
}

func (g *graph) lookup(t types.Type, n name) string {
	object, index, isIndirect := types.LookupFieldOrMethod(t, n.Addressable, g.packages[n.Package], n.Name)
	switch {
	case object != nil:
		return fmt.Sprintf("%s indirect %t", found(object, index), isIndirect)
	case index != nil:
		return "ambiguous"
	case isIndirect:
		return "pointerReceiver"
	}
	return "none"
}

// found describes what was found; the index of a method itself is left out.
func found(object types.Object, index []int) string {
	kind := "field"
	if _, ok := object.(*types.Func); ok {
		kind = "method"
		index = index[:len(index)-1]
	}
	steps := strings.Trim(strings.ReplaceAll(fmt.Sprint(index), " ", ","), "[]")
	text := types.TypeString(object.Type(), (*types.Package).Path)
	return fmt.Sprintf("%s %s %s via [%s]", kind, object.Id(), text, steps)
}

// pairs adds how the type relates to all others, on the left side.
func (g *graph) pairs(v types.Type) {
	var identical, ignoringTags, assignable, implements, satisfies []byte
	var missing []string
	for _, t := range g.list {
		identical = append(identical, digit(types.Identical(v, t)))
		ignoringTags = append(ignoringTags, digit(types.IdenticalIgnoreTags(v, t)))
		i, isInterface := t.Underlying().(*types.Interface)
		isInterface = isInterface && !isGeneric(v) && !isGeneric(t)
		if isGeneric(v) || isGeneric(t) || types.Default(v) != v {
			assignable = append(assignable, '-')
		} else {
			assignable = append(assignable, digit(types.AssignableTo(v, t)))
		}
		if !isInterface {
			implements = append(implements, '-')
			satisfies = append(satisfies, '-')
			missing = append(missing, "-")
			continue
		}
		implements = append(implements, digit(types.Implements(v, i)))
		satisfies = append(satisfies, digit(types.Satisfies(v, i)))
		missing = append(missing, missingMethod(v, i, true)+" "+missingMethod(v, i, false))
	}
	g.report.Identical = append(g.report.Identical, string(identical))
	g.report.IgnoringTags = append(g.report.IgnoringTags, string(ignoringTags))
	g.report.Assignable = append(g.report.Assignable, string(assignable))
	g.report.Implements = append(g.report.Implements, string(implements))
	g.report.Satisfies = append(g.report.Satisfies, string(satisfies))
	g.report.MissingMethods = append(g.report.MissingMethods, missing)
}

func missingMethod(v types.Type, i *types.Interface, isStatic bool) string {
	method, isWrong := types.MissingMethod(v, i, isStatic)
	if method == nil {
		return "ok"
	}
	return fmt.Sprintf("%s:%t", method.Name(), isWrong)
}

func digit(is bool) byte {
	if is {
		return '1'
	}
	return '0'
}
