// Command buildconstraints says what go/build and go/build/constraint make of lines and files. It
// reads a list of questions as JSON, and prints a list of answers.
package main

import (
	"encoding/json"
	"go/build"
	"go/build/constraint"
	"io"
	"log"
	"os"
	"path"
	"slices"
	"strings"
)

// A question is a line if it has one, and else a file.
type question struct {
	// Tags hold beside those of the platform.
	Tags []string `json:"tags"`

	// Line is a whole comment, such as "//go:build linux".
	Line string `json:"line"`

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
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		if q.Line != "" {
			answers[i] = q.line()
		} else {
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
