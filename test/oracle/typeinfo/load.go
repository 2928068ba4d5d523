package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"go/version"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A source is a package that is to be checked.
type source struct {
	importPath string
	directory  string
	// files are absolute or relative to the directory.
	files     []string
	goVersion string
	importMap map[string]string
	forTest   string
	// problem is what the go command says of it.
	problem string
}

// A checked package has an info even if there are errors.
type checked struct {
	source
	fset   *token.FileSet
	files  []*ast.File
	pkg    *types.Package
	info   *types.Info
	errors []string
}

// A listed package is what `go list -json` prints.
type listed struct {
	ImportPath, Name, Dir, Export, ForTest string
	GoFiles, CgoFiles                      []string
	ImportMap                              map[string]string
	Module                                 *struct{ GoVersion string }
	DepOnly, Standard                      bool
	Error                                  *struct{ Err string }
}

const listedFields = "ImportPath,Name,Dir,Export,ForTest,GoFiles,CgoFiles,ImportMap,Module,DepOnly,Standard,Error"

type environment struct{ GOROOT, GOOS, GOARCH, GOVERSION, CGO_ENABLED string }

type loader struct {
	options
	env  environment
	fset *token.FileSet
	// packages are in the order of the go command, dependencies first.
	packages []listed
	// exports are the files with export data, by the import path with its variant.
	exports map[string]string
	// importers are by the package for whose tests the packages are compiled; "" for all others.
	importers map[string]types.Importer
}

func newLoader(o options) (*loader, error) {
	l := &loader{
		options:   o,
		fset:      token.NewFileSet(),
		exports:   map[string]string{},
		importers: map[string]types.Importer{},
	}
	text, err := l.run("env", "-json", "GOROOT", "GOOS", "GOARCH", "GOVERSION", "CGO_ENABLED")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &l.env); err != nil {
		return nil, err
	}
	if l.env.GOVERSION != runtime.Version() {
		return nil, fmt.Errorf("%w: the go command is %s, this program was compiled with %s",
			errUse, l.env.GOVERSION, runtime.Version())
	}
	return l, nil
}

func (l *loader) run(args ...string) ([]byte, error) {
	cmd := exec.Command(l.goCmd, args...)
	cmd.Dir = l.dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, stderr.Bytes())
	}
	return out, nil
}

// list asks the go command for packages and all that they depend on.
func (l *loader) list(patterns []string, flags ...string) error {
	args := append([]string{"list", "-e", "-deps", "-export", "-json=" + listedFields}, flags...)
	if l.tags != "" {
		args = append(args, "-tags="+l.tags)
	}
	text, err := l.run(append(append(args, "--"), patterns...)...)
	if err != nil {
		return err
	}
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		l.packages = append(l.packages, p)
		if p.Export != "" {
			l.exports[p.ImportPath] = p.Export
		}
	}
}

func (l *loader) loadPatterns(patterns []string) ([]source, error) {
	var flags []string
	if l.tests {
		flags = append(flags, "-test")
	}
	if err := l.list(patterns, flags...); err != nil {
		return nil, err
	}
	extended := map[string]bool{}
	for _, p := range l.packages {
		if p.isTestVariant() {
			extended[p.ForTest] = true
		}
	}
	var sources []source
	for _, p := range l.packages {
		if l.isWanted(p) && !(p.ForTest == "" && extended[p.ImportPath]) {
			sources = append(sources, l.source(p))
		}
	}
	return sources, nil
}

// isWanted says whether a package is one that was asked for.
func (l *loader) isWanted(p listed) bool {
	isTestMain := p.Name == "main" && strings.HasSuffix(p.ImportPath, ".test")
	return !p.DepOnly && p.ImportPath != "unsafe" && !(l.tests && isTestMain)
}

// isTestVariant says whether it is a package with its own test files.
func (p listed) isTestVariant() bool {
	return p.ForTest != "" && p.path() == p.ForTest
}

// path is the import path without the variant, as in "fmt [fmt.test]".
func (p listed) path() string {
	return withoutVariant(p.ImportPath)
}

func withoutVariant(importPath string) string {
	path, _, _ := strings.Cut(importPath, " ")
	return path
}

func (l *loader) source(p listed) source {
	s := source{
		importPath: p.path(),
		directory:  p.Dir,
		files:      l.filesOf(p),
		goVersion:  l.goVersion(p),
		importMap:  p.ImportMap,
		forTest:    p.ForTest,
	}
	if p.Error != nil {
		s.problem = strings.TrimSpace(p.Error.Err)
	}
	return s
}

func (l *loader) filesOf(p listed) []string {
	if l.cgo {
		return slices.Concat(p.GoFiles, p.CgoFiles)
	}
	return p.GoFiles
}

// goVersion is the language version that the compiler is given.
func (l *loader) goVersion(p listed) string {
	switch {
	case p.Module == nil:
		return version.Lang(l.env.GOVERSION)
	case p.Module.GoVersion == "":
		return "go1.16" // cmd/go/internal/gover.DefaultGoModVersion
	}
	return "go" + p.Module.GoVersion
}

// A fileList is a package that is told by its files.
type fileList struct {
	ImportPath string   `json:"importPath"`
	Directory  string   `json:"directory"`
	Files      []string `json:"files"`
	GoVersion  string   `json:"goVersion"`
}

func (l *loader) loadFiles(name string) ([]source, error) {
	text, err := readInput(name)
	if err != nil {
		return nil, err
	}
	var lists []fileList
	if err := json.Unmarshal(text, &lists); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errUse, name, err)
	}
	context := build.Default
	context.GOOS, context.GOARCH = l.env.GOOS, l.env.GOARCH
	context.CgoEnabled = l.env.CGO_ENABLED == "1"
	if l.tags != "" {
		context.BuildTags = strings.Split(l.tags, ",")
	}
	var sources []source
	imports := map[string]bool{}
	for _, list := range lists {
		s := source{importPath: list.ImportPath, directory: list.Directory, goVersion: list.GoVersion}
		if s.goVersion == "" {
			s.goVersion = version.Lang(l.env.GOVERSION)
		}
		for _, file := range list.Files {
			matches, err := context.MatchFile(s.directory, file)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", errUse, err)
			}
			imported := importsOf(s.path(file))
			if !matches || slices.Contains(imported, "C") && !l.cgo {
				continue
			}
			s.files = append(s.files, file)
			for _, path := range imported {
				imports[path] = true
			}
		}
		if len(s.files) > 0 {
			sources = append(sources, s)
		}
	}
	delete(imports, "C")
	if len(imports) > 0 {
		err = l.list(slices.Sorted(maps.Keys(imports)))
	}
	return sources, err
}

// importsOf returns the import paths of a file, as far as it can be parsed.
func importsOf(file string) []string {
	parsed, _ := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if parsed == nil {
		return nil
	}
	var paths []string
	for _, spec := range parsed.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

func readInput(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(name)
}

func (s source) path(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(s.directory, file)
}

// check parses and checks a package for a GOARCH.
func (l *loader) check(s source, arch string) *checked {
	c := &checked{
		source: s,
		fset:   l.fset,
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{},
			Defs:  map[*ast.Ident]types.Object{},
			Uses:  map[*ast.Ident]types.Object{},
		},
	}
	if s.problem != "" {
		c.errors = append(c.errors, s.problem)
	}
	for _, file := range s.files {
		parsed, err := parser.ParseFile(l.fset, s.path(file), nil, parser.SkipObjectResolution)
		if err != nil {
			c.errors = append(c.errors, err.Error())
		}
		if parsed != nil {
			c.files = append(c.files, parsed)
		}
	}
	config := types.Config{
		GoVersion:   s.goVersion,
		FakeImportC: l.cgo,
		Importer:    mappedImporter{s.importMap, l.importer(s.forTest)},
		Sizes:       types.SizesFor("gc", arch),
		Error:       func(err error) { c.errors = append(c.errors, err.Error()) },
	}
	c.pkg, _ = config.Check(s.importPath, l.fset, c.files, c.info)
	return c
}

// importer reads export data. Packages that are compiled anew for the tests of one that they import
// are other ones with the same path, so that each such test has an importer of its own.
func (l *loader) importer(forTest string) types.Importer {
	if found, ok := l.importers[forTest]; ok {
		return found
	}
	made := importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) {
		file, ok := l.exports[path+" ["+forTest+".test]"]
		if !ok {
			file, ok = l.exports[path]
		}
		if !ok {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(file)
	})
	l.importers[forTest] = made
	return made
}

type mappedImporter struct {
	importMap map[string]string
	importer  types.Importer
}

func (m mappedImporter) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if mapped, ok := m.importMap[path]; ok {
		path = withoutVariant(mapped)
	}
	return m.importer.Import(path)
}

// A listing is the first line of the output.
type listing struct {
	GOROOT    string          `json:"goroot"`
	GOOS      string          `json:"goos"`
	GOARCH    string          `json:"goarch"`
	GoVersion string          `json:"goVersion"`
	Packages  []listedPackage `json:"packages"`
}

type listedPackage struct {
	ImportPath string            `json:"importPath"`
	Name       string            `json:"name"`
	Directory  string            `json:"directory"`
	Files      []string          `json:"files"`
	GoVersion  string            `json:"goVersion"`
	ImportMap  map[string]string `json:"importMap,omitempty"`
	ForTest    string            `json:"forTest,omitempty"`
	Standard   bool              `json:"standard"`
	Listed     bool              `json:"listed"`
}

func (l *loader) listing() listing {
	all := listing{
		GOROOT:    l.env.GOROOT,
		GOOS:      l.env.GOOS,
		GOARCH:    l.env.GOARCH,
		GoVersion: version.Lang(l.env.GOVERSION),
		Packages:  []listedPackage{},
	}
	for _, p := range l.packages {
		importMap := map[string]string{}
		for from, to := range p.ImportMap {
			if path := withoutVariant(to); path != from {
				importMap[from] = path
			}
		}
		all.Packages = append(all.Packages, listedPackage{
			ImportPath: p.path(),
			Name:       p.Name,
			Directory:  p.Dir,
			Files:      append([]string{}, l.filesOf(p)...),
			GoVersion:  l.goVersion(p),
			ImportMap:  importMap,
			ForTest:    p.ForTest,
			Standard:   p.Standard,
			Listed:     l.isWanted(p) && l.options.packages == "",
		})
	}
	return all
}
