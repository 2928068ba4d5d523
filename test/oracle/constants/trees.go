package main

import (
	"fmt"
	"go/constant"
	"go/token"
)

// A node is an operation on constants, whether go/types would let it pass or not.
type node struct {
	// Operator is a token of Go, or the name of a function of go/constant.
	Operator string `json:"operator"`
	// Token and Text are those of a literal.
	Token string `json:"token"`
	Text  string `json:"text"`
	X     *node  `json:"x"`
	Y     *node  `json:"y"`
	// Bits of the unsigned type that `^` keeps to.
	Bits uint `json:"bits"`
	// Integer division.
	Integer bool `json:"integer"`
}

var tokens = map[string]token.Token{
	"INT": token.INT, "FLOAT": token.FLOAT, "IMAG": token.IMAG, "CHAR": token.CHAR, "STRING": token.STRING,
	"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO, "%": token.REM,
	"&": token.AND, "|": token.OR, "^": token.XOR, "&^": token.AND_NOT,
	"&&": token.LAND, "||": token.LOR, "!": token.NOT, "<<": token.SHL, ">>": token.SHR,
	"==": token.EQL, "!=": token.NEQ, "<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ,
}

func judgeTree(n *node) (a answer) {
	defer func() {
		if err := recover(); err != nil {
			a = answer{Failure: fmt.Sprint(err)}
		}
	}()
	return answerOf(n.evaluate())
}

// evaluate panics where there is no value, as go/constant itself mostly does.
func (n *node) evaluate() constant.Value {
	v := n.apply()
	if v.Kind() == constant.Unknown {
		panic("unknown")
	}
	return v
}

func (n *node) apply() constant.Value {
	if n.Operator == "literal" {
		return constant.MakeFromLiteral(n.Text, tokens[n.Token], 0)
	}
	x := n.X.evaluate()
	if n.Y != nil {
		return n.binary(x, n.Y.evaluate())
	}
	switch n.Operator {
	case "toInt":
		return constant.ToInt(x)
	case "toFloat":
		return constant.ToFloat(x)
	case "toComplex":
		return constant.ToComplex(x)
	case "real":
		return constant.Real(x)
	case "imag":
		return constant.Imag(x)
	case "sign":
		return constant.MakeInt64(int64(constant.Sign(x)))
	case "float32":
		f, _ := constant.Float32Val(x)
		return constant.MakeFloat64(float64(f))
	case "float64":
		f, _ := constant.Float64Val(x)
		return constant.MakeFloat64(f)
	}
	return constant.UnaryOp(tokens[n.Operator], x, n.Bits)
}

func (n *node) binary(x, y constant.Value) constant.Value {
	if x.Kind() != y.Kind() && (isNoNumber(x) || isNoNumber(y)) {
		// What go/constant gives is as if one of them stood on both sides.
		panic("kinds that have nothing to do with each other")
	}
	op := tokens[n.Operator]
	switch n.Operator {
	case "complex":
		return constant.BinaryOp(constant.ToFloat(x), token.ADD, constant.MakeImag(constant.ToFloat(y)))
	case "<<", ">>":
		count, _ := constant.Uint64Val(constant.ToInt(y))
		return constant.Shift(constant.ToInt(x), op, uint(count))
	case "==", "!=", "<", "<=", ">", ">=":
		return constant.MakeBool(constant.Compare(x, op, y))
	case "/":
		if n.Integer && x.Kind() == constant.Int && y.Kind() == constant.Int {
			op = token.QUO_ASSIGN
		}
	}
	return constant.BinaryOp(x, op, y)
}

func isNoNumber(x constant.Value) bool {
	return x.Kind() == constant.Bool || x.Kind() == constant.String
}
