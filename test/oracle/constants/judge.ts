/** What go/constant and go/types say of constants: `main.go`. */
import { execFileSync } from 'node:child_process';
import {
  type Constant,
  type Failure,
  isFailure,
} from '../../../server/src/engine/types/constant/constant.ts';
import {
  displayConstant,
  formatConstant,
} from '../../../server/src/engine/types/constant/format.ts';
import type { ConstantLiteralKind } from '../../../server/src/engine/types/constant/literals.ts';
import type { BasicKind } from '../../../server/src/engine/types/basicKind.ts';
import { textOfBytes } from '../../../server/src/engine/types/constant/utf8.ts';

export type Token = 'INT' | 'FLOAT' | 'IMAG' | 'CHAR' | 'STRING';

export const LITERAL_KINDS: Readonly<Record<Token, ConstantLiteralKind>> = {
  INT: 'int',
  FLOAT: 'float',
  IMAG: 'imaginary',
  CHAR: 'rune',
  STRING: 'string',
};

export interface Tree {
  readonly operator: string;
  readonly token?: Token;
  readonly text?: string;
  readonly x?: Tree;
  readonly y?: Tree;
  readonly bits?: number;
  readonly integer?: boolean;
}

export interface Declaration {
  readonly type: string;
  readonly expression: string;
  readonly wordBits: number;
}

export interface Request {
  readonly literals?: readonly string[];
  readonly trees?: readonly Tree[];
  readonly declarations?: readonly Declaration[];
  readonly packages?: readonly string[];
}

/** Bytes are given as one code point each. */
export interface Value {
  readonly kind: Constant['kind'];
  readonly exact: string;
  readonly display: string;
  readonly bytes?: string;
  readonly real?: Value;
  readonly imaginary?: Value;
}

export interface Answer {
  readonly value?: Value;
  readonly type?: string;
  readonly failure?: string;
}

export interface Operand {
  readonly type: BasicKind;
  readonly value: Value;
}

export interface Step {
  readonly operator: string;
  readonly token?: Token;
  readonly text?: string;
  readonly x?: Operand;
  readonly y?: Operand;
  readonly result: Operand;
}

interface Answers {
  readonly literals: readonly (Answer & { readonly token: Token | '' })[];
  readonly trees: readonly Answer[];
  readonly declarations: readonly Answer[];
  readonly steps: readonly Step[];
  readonly skipped: readonly string[];
}

/** Lists that are not asked for are empty. */
export function judge(request: Request): Answers {
  const output = execFileSync('go', ['run', '.'], {
    cwd: import.meta.dirname,
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  const answers = JSON.parse(output) as { [Name in keyof Answers]: Answers[Name] | null };
  return {
    literals: answers.literals ?? [],
    trees: answers.trees ?? [],
    declarations: answers.declarations ?? [],
    steps: answers.steps ?? [],
    skipped: answers.skipped ?? [],
  };
}

/** What is different between a constant of ours and one of theirs; undefined if nothing is. */
export function difference(ours: Constant | Failure, theirs: Value): string | undefined {
  if (isFailure(ours)) {
    return `${ours} instead of ${theirs.exact}`;
  }
  const [exact, theirExact] = [formatConstant(ours), textOfBytes(theirs.exact)];
  const faults = [
    [ours.kind, theirs.kind],
    [escaped(exact), escaped(theirExact)],
    // Shortened texts have other ends if one of them has escapes that the other has not.
    exact === theirExact ? [displayConstant(ours), textOfBytes(theirs.display)] : [],
    [ours.kind === 'string' ? ours.bytes : '', theirs.bytes ?? ''],
  ].filter(([a, b]) => a !== b);
  if (faults.length === 0 && ours.kind === 'complex' && theirs.real && theirs.imaginary) {
    return difference(ours.real, theirs.real) ?? difference(ours.imaginary, theirs.imaginary);
  }
  return faults.length === 0
    ? undefined
    : faults.map(([a = '', b = '']) => `${a} instead of ${b}`).join(', ');
}

/**
 * The text with nothing but ASCII. Go and Node have tables of different versions of Unicode: what is
 * new to one of them is printed by the other.
 */
function escaped(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, (character) => {
    const hexadecimal = (character.codePointAt(0) ?? 0).toString(16);
    return hexadecimal.length > 4
      ? `\\U${hexadecimal.padStart(8, '0')}`
      : `\\u${hexadecimal.padStart(4, '0')}`;
  });
}
