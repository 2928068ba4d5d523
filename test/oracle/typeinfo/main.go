// Typeinfo prints what go/types says of packages: the type and the constant value of every
// expression, or the layout of types. It is the judge of the type checker in this repository and of
// its sizes, and shares no code with them.
//
//	go run . [flags] -dir DIR PATTERN...
//	go run . [flags] -dir DIR -packages FILE
//
// The packages are listed by `go list -deps -export -json` in DIR, parsed and checked from their
// sources; what they import comes from the export data that the go command has built. Packages are
// built for the environment's GOOS, GOARCH, CGO_ENABLED and GOFLAGS. The go command that is used has
// to be of the version that this program was compiled with, as export data and go/types go together.
//
// # Flags
//
//	-dir DIR        the directory in which the go command runs (default: the current one)
//	-go PATH        the go command (default "go")
//	-tags LIST      build tags
//	-tests          with test files: a package that its own _test.go files extend is printed as the
//	                test variant only, and external tests as the package P_test
//	-cgo            files that import "C" as well, whose names are not looked up (FakeImportC): what
//	                depends on them has the type "invalid type"
//	-packages FILE  instead of patterns: packages as lists of files, see below ("-": standard input)
//	-layout         print layouts instead of expressions, see below
//	-arch LIST      the GOARCHes of layouts (default: all that Go 1.26 has a port for)
//	-types FILE     the types whose layouts are printed, one Go type expression a line ("-": standard
//	                input); by default all types that are declared at package level and not generic
//
// # Exit codes
//
// 0 all packages were printed, with whatever errors they have; 1 the go command failed; 2 bad use.
//
// # Output
//
// JSON, one object a line. The first is
//
//	{"goroot", "goos", "goarch", "goVersion", "packages": [{"importPath", "name", "directory",
//	"files", "goVersion", "importMap", "forTest", "standard", "listed"}]}
//
// where the packages are those of the patterns ("listed") and all that they depend on; `importMap`
// has the import paths that mean another one in this package, `forTest` is the package for whose
// tests it is compiled (several packages may have one import path then). Each other line is a package:
//
//	{"importPath", "name", "directory", "goVersion", "forTest", "files": [{"file", "exprs"}],
//	"types", "constants", "errors"}
//
// Files are relative to the directory unless they are somewhere else. `exprs` is a flat array with
// six numbers for each expression:
//
//	start, end  byte offsets in the file
//	kind        index into: ident literal paren selector index call conversion composite funclit
//	            assertion binary unary star slice type
//	mode        0 no value, 1 builtin, 2 type, 3 value
//	type        index into `types`
//	constant    index into `constants`; -1 for what is not constant
//
// Expressions are all those that types.Info.Types has, and the identifiers that are in Defs or Uses
// alone: with the type of their object; package names, labels and the symbolic variable of a type
// switch have none. They are in the order of their starts, the outer before the inner.
//
// Kinds go by syntax and meaning. A call of a type is a conversion. `index` is a generic type or
// function with type arguments, too. `type` is what can be nothing but a type: array, map, channel,
// function, struct and interface types, and pointer types, unions and ~T where they are types; `...T`
// of a parameter, too, which is a slice.
//
// Types are written by types.TypeString with full import paths, those of the package itself included.
// Further: "()" for a call without results, "(T, bool)" for what gives two values in the place where
// it does, "untyped nil", and "builtin" for the name of a predeclared function, whatever go/types made
// of it at that call. Constants are constant.Value.ExactString.
//
// # Packages as lists of files
//
// An array of {"importPath", "directory", "files", "goVersion"}. Files that build constraints leave
// out are left out, a package without any left is not printed. What they import is listed in DIR.
//
// # Layouts
//
// With -layout, each line is a type:
//
//	{"importPath", "type", "fields", "layouts": {GOARCH: {"sizeBytes", "alignBytes",
//	"offsetsBytes"}}}
//
// where `fields` are the names of the fields of a struct, blank ones included, and offsets go with
// them. Packages that are lists of files are checked for each GOARCH anew; those of patterns are
// checked once, so that the files and the values of unsafe.Sizeof in array lengths are those of the
// environment's GOARCH.
//
// What is printed is what types.SizesFor("gc", GOARCH) says: go/types/gcsizes.go. The compiler takes
// the values of unsafe.Sizeof, Alignof and Offsetof from the same code (cmd/compile/internal/types2),
// but lays out memory by cmd/compile/internal/types/size.go. Both know the type align64 of sync/atomic
// and internal/runtime/atomic, and the byte after a last field without size. As of Go 1.26 they differ
// in this only:
//   - types that are too large are errors of the compiler (1<<50 bytes, 1<<31-1 with 32 bits), and
//     sizes here, or -1 where an int64 overflows;
//   - with GOEXPERIMENT=simd, the compiler gives the vectors of simd/archsimd an alignment of 8.
//
// Nothing here knows which words of a type are pointers, nor what an object of it takes on the heap.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

type options struct {
	goCmd    string
	dir      string
	tags     string
	tests    bool
	cgo      bool
	packages string
	layout   bool
	arch     string
	types    string
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", ".", "directory in which the go command runs")
	flag.StringVar(&o.goCmd, "go", "go", "path of the go command")
	flag.StringVar(&o.tags, "tags", "", "build tags")
	flag.BoolVar(&o.tests, "tests", false, "with test files")
	flag.BoolVar(&o.cgo, "cgo", false, "with files that import \"C\"")
	flag.StringVar(&o.packages, "packages", "", "file with packages as lists of files")
	flag.BoolVar(&o.layout, "layout", false, "print layouts")
	flag.StringVar(&o.arch, "arch", strings.Join(architectures, ","), "GOARCHes of layouts")
	flag.StringVar(&o.types, "types", "", "file with the types whose layouts are printed")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: typeinfo [flags] -dir DIR PATTERN...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if (flag.NArg() == 0) == (o.packages == "") {
		flag.Usage()
		os.Exit(2)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	err := run(o, flag.Args(), out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "typeinfo:", err)
		if errors.Is(err, errUse) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

// errUse is in the chain of errors that the caller is to blame for.
var errUse = errors.New("bad use")

func run(o options, patterns []string, out io.Writer) error {
	l, err := newLoader(o)
	if err != nil {
		return err
	}
	var sources []source
	if o.packages != "" {
		sources, err = l.loadFiles(o.packages)
	} else {
		sources, err = l.loadPatterns(patterns)
	}
	if err != nil {
		return err
	}
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	if o.layout {
		return printLayouts(o, l, sources, lines)
	}
	if err := lines.Encode(l.listing()); err != nil {
		return err
	}
	for _, s := range sources {
		if err := lines.Encode(expressionsOf(l.check(s, l.env.GOARCH))); err != nil {
			return err
		}
	}
	return nil
}
