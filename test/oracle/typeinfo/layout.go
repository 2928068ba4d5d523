package main

import (
	"encoding/json"
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// architectures are the values of GOARCH that Go 1.26 has a port for.
var architectures = []string{
	"386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64",
	"ppc64le", "riscv64", "s390x", "wasm",
}

// A typeLayouts is a line of the output.
type typeLayouts struct {
	ImportPath string            `json:"importPath"`
	Type       string            `json:"type"`
	Fields     []string          `json:"fields,omitempty"`
	Layouts    map[string]layout `json:"layouts"`
}

type layout struct {
	SizeBytes    int64   `json:"sizeBytes"`
	AlignBytes   int64   `json:"alignBytes"`
	OffsetsBytes []int64 `json:"offsetsBytes,omitempty"`
}

func printLayouts(o options, l *loader, sources []source, lines *json.Encoder) error {
	var expressions []string
	if o.types != "" {
		text, err := readInput(o.types)
		if err != nil {
			return err
		}
		expressions = strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' || r == '\r' })
	}
	arches := strings.Split(o.arch, ",")
	for _, arch := range arches {
		if types.SizesFor("gc", arch) == nil {
			return fmt.Errorf("%w: unknown GOARCH %q", errUse, arch)
		}
	}
	for _, s := range sources {
		if err := printPackageLayouts(o, l, s, arches, expressions, lines); err != nil {
			return fmt.Errorf("%s: %w", s.importPath, err)
		}
	}
	return nil
}

func printPackageLayouts(
	o options, l *loader, s source, arches, expressions []string, lines *json.Encoder,
) error {
	var rows []typeLayouts
	var found []types.Type
	for i, arch := range arches {
		if i == 0 || o.packages != "" {
			checkedFor := l.env.GOARCH
			if o.packages != "" {
				checkedFor = arch
			}
			c := l.check(s, checkedFor)
			if len(c.errors) > 0 {
				return fmt.Errorf("%s", strings.Join(c.errors, "\n"))
			}
			var names []string
			var err error
			if names, found, err = typesIn(c, expressions); err != nil {
				return err
			}
			if i == 0 {
				rows = newRows(s.importPath, names, found)
			}
		}
		sizes := types.SizesFor("gc", arch)
		for j, t := range found {
			rows[j].Layouts[arch] = layoutOf(sizes, t)
		}
	}
	for _, row := range rows {
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

// typesIn returns the types that are asked for; all that can have a layout if none is.
func typesIn(c *checked, expressions []string) (names []string, found []types.Type, err error) {
	scope := c.pkg.Scope()
	if len(expressions) > 0 {
		for _, expression := range expressions {
			// At the end of a file, for the names that it imports.
			tv, err := types.Eval(c.fset, c.pkg, c.files[0].End(), expression)
			if err != nil {
				return nil, nil, err
			}
			if !tv.IsType() {
				return nil, nil, fmt.Errorf("%w: %s is no type", errUse, expression)
			}
			names = append(names, expression)
			found = append(found, tv.Type)
		}
		return names, found, nil
	}
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if ok && hasLayout(object.Type()) {
			names = append(names, name)
			found = append(found, object.Type())
		}
	}
	return names, found, nil
}

// hasLayout is false for generic types, and for interfaces that are constraints only.
func hasLayout(t types.Type) bool {
	if generic, ok := t.(interface{ TypeParams() *types.TypeParamList }); ok {
		if generic.TypeParams().Len() > 0 && isUninstantiated(t) {
			return false
		}
	}
	i, ok := t.Underlying().(*types.Interface)
	return !ok || i.IsMethodSet()
}

func isUninstantiated(t types.Type) bool {
	instance, ok := t.(interface{ TypeArgs() *types.TypeList })
	return ok && instance.TypeArgs().Len() == 0
}

func newRows(importPath string, names []string, found []types.Type) []typeLayouts {
	rows := make([]typeLayouts, len(found))
	for i, t := range found {
		rows[i] = typeLayouts{ImportPath: importPath, Type: names[i], Layouts: map[string]layout{}}
		for field := range fieldsOf(t) {
			rows[i].Fields = append(rows[i].Fields, field.Name())
		}
	}
	return rows
}

func fieldsOf(t types.Type) func(func(*types.Var) bool) {
	if s, ok := t.Underlying().(*types.Struct); ok {
		return s.Fields()
	}
	return func(func(*types.Var) bool) {}
}

func layoutOf(sizes types.Sizes, t types.Type) layout {
	return layout{
		SizeBytes:    sizes.Sizeof(t),
		AlignBytes:   sizes.Alignof(t),
		OffsetsBytes: sizes.Offsetsof(slices.Collect(fieldsOf(t))),
	}
}
