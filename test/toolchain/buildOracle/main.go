// Command buildoracle says what go/build, go/build/constraint, go/version and strconv make of files,
// lines, versions and literals. It reads a list of questions as JSON, and prints a list of answers.
package main

import (
	"encoding/json"
	"go/build"
	"go/build/constraint"
	"go/version"
	"io"
	"log"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A question is about the first of these that it has.
type question struct {
	// Literal is a string literal.
	Literal string `json:"literal"`

	// Versions are two versions of Go, such as "1.21".
	Versions []string `json:"versions"`

	// Tags hold beside those of the platform.
	Tags []string `json:"tags"`

	// Line is a whole comment, such as "//go:build linux".
	Line string `json:"line"`

	// Name and Text are those of a file.
	Name   string `json:"name"`
	Text   string `json:"text"`
	GOOS   string `json:"goos"`
	GOARCH string `json:"goarch"`
	Cgo    bool   `json:"cgo"`
}

type answer struct {
	Error bool `json:"error"`
	// Matches says that the line holds, or that the file belongs to a package.
	Matches     bool     `json:"matches"`
	PackageName string   `json:"packageName"`
	Imports     []string `json:"imports"`
	// Order is negative if the first version comes before the second.
	Order int    `json:"order"`
	Value string `json:"value"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		switch {
		case q.Literal != "":
			value, err := strconv.Unquote(q.Literal)
			answers[i] = answer{Error: err != nil, Value: value}
		case len(q.Versions) == 2:
			answers[i] = answer{Order: version.Compare("go"+q.Versions[0], "go"+q.Versions[1])}
		case q.Line != "":
			answers[i] = q.line()
		default:
			answers[i] = q.file()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func (q question) line() answer {
	expr, err := constraint.Parse(q.Line)
	if err != nil {
		return answer{Error: true}
	}
	return answer{Matches: expr.Eval(func(tag string) bool { return slices.Contains(q.Tags, tag) })}
}

// file imports a directory that holds nothing but the file.
func (q question) file() answer {
	const directory = "/p"
	context := build.Context{
		GOOS:        q.GOOS,
		GOARCH:      q.GOARCH,
		CgoEnabled:  q.Cgo,
		Compiler:    "gc",
		BuildTags:   q.Tags,
		JoinPath:    path.Join,
		IsAbsPath:   path.IsAbs,
		IsDir:       func(name string) bool { return name == directory },
		HasSubdir:   func(string, string) (string, bool) { return "", false },
		ReadDir:     q.readDirectory,
		OpenFile:    func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(q.Text)), nil },
		ReleaseTags: []string{"go1.1", "go1.2"},
	}
	p, err := context.ImportDir(directory, 0)
	all := slices.Concat(p.GoFiles, p.CgoFiles, p.TestGoFiles, p.XTestGoFiles)
	_, isEmpty := err.(*build.NoGoError)
	return answer{
		Error:       err != nil && !isEmpty,
		Matches:     slices.Contains(all, q.Name),
		PackageName: p.Name,
		Imports:     slices.Concat([]string{}, p.Imports, p.TestImports, p.XTestImports),
	}
}
