import { type ComplexConstant, type Failure, isFailure, type RealConstant } from './constant.ts';
import { type ArithmeticOperator, combineReals } from './numbers.ts';

type Part = RealConstant | Failure;

const add = (x: Part, y: Part) => combineReals(x, '+', y);
const subtract = (x: Part, y: Part) => combineReals(x, '-', y);
const multiply = (x: Part, y: Part) => combineReals(x, '*', y);
const divide = (x: Part, y: Part) => combineReals(x, '/', y);

/** The complex part of go/constant's BinaryOp (Go 1.26), in its order: floats round at each step. */
export function combineComplex(
  { real: a, imaginary: b }: ComplexConstant,
  operator: ArithmeticOperator,
  { real: c, imaginary: d }: ComplexConstant,
): ComplexConstant | Failure {
  switch (operator) {
    case '+':
      return complex(add(a, c), add(b, d));
    case '-':
      return complex(subtract(a, c), subtract(b, d));
    case '*':
      return complex(subtract(multiply(a, c), multiply(b, d)), add(multiply(b, c), multiply(a, d)));
    case '/': {
      const square = add(multiply(c, c), multiply(d, d));
      return complex(
        divide(add(multiply(a, c), multiply(b, d)), square),
        divide(subtract(multiply(b, c), multiply(a, d)), square),
      );
    }
    default:
      return 'mismatch';
  }
}

function complex(real: Part, imaginary: Part): ComplexConstant | Failure {
  if (isFailure(real)) {
    return real;
  }
  return isFailure(imaginary) ? imaginary : { kind: 'complex', real, imaginary };
}
