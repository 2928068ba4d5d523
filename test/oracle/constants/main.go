// Constants says what go/constant and go/types make of constants. It reads a request from its
// standard input and writes the answers, in the same order, to its standard output, both as JSON.
package main

import (
	"encoding/json"
	"log"
	"os"
)

type request struct {
	Literals     []string      `json:"literals"`
	Trees        []*node       `json:"trees"`
	Declarations []declaration `json:"declarations"`
	// Packages of the standard library whose constant expressions are wanted.
	Packages []string `json:"packages"`
}

type response struct {
	Literals     []literalAnswer `json:"literals"`
	Trees        []answer        `json:"trees"`
	Declarations []answer        `json:"declarations"`
	Steps        []step          `json:"steps"`
	Skipped      []string        `json:"skipped"`
}

func main() {
	log.SetFlags(0)
	var wanted request
	if err := json.NewDecoder(os.Stdin).Decode(&wanted); err != nil {
		log.Fatal(err)
	}
	var r response
	for _, text := range wanted.Literals {
		r.Literals = append(r.Literals, judgeLiteral(text))
	}
	for _, tree := range wanted.Trees {
		r.Trees = append(r.Trees, judgeTree(tree))
	}
	for _, d := range wanted.Declarations {
		r.Declarations = append(r.Declarations, d.judge())
	}
	r.Steps, r.Skipped = stepsOf(wanted.Packages)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		log.Fatal(err)
	}
}
