package main

import (
	"go/constant"
	"go/scanner"
	"go/token"
)

// A literalAnswer has the kind of a literal's token; none if the text is not one valid literal.
type literalAnswer struct {
	answer
	Token string `json:"token"`
}

func judgeLiteral(text string) literalAnswer {
	var s scanner.Scanner
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	s.Init(file, []byte(text), func(token.Position, string) {}, scanner.ScanComments)
	_, kind, written := s.Scan()
	_, next, end := s.Scan()
	isAlone := next == token.SEMICOLON && end == "\n" || next == token.EOF
	_, last, _ := s.Scan()
	if s.ErrorCount > 0 || !kind.IsLiteral() || kind == token.IDENT || !isAlone || last != token.EOF {
		return literalAnswer{answer: answer{Failure: "malformed"}}
	}
	return literalAnswer{answerOf(constant.MakeFromLiteral(written, kind, 0)), kind.String()}
}
