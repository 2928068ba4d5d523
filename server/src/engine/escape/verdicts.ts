/** What the analysis says, in the order in which the compiler does: finish of escape.go (Go 1.26). */
import { type Func, Variable } from '../ir/func.ts';
import { isCallOf } from '../ir/builtins.ts';
import type { Expression } from '../ir/nodes.ts';
import type { Analysis } from './analysis.ts';
import { hasPointers } from './environment.ts';
import type { Leaks } from './leaks.ts';
import { Attribute, type Hop, type Location } from './location.ts';
import { escapingUintptrs } from './uintptrs.ts';

/** `append` is the array that a call of `append` makes; see `RowKind` of compilerlog/rows.ts. */
export type EscapeKind = 'var' | 'expr' | 'append' | 'zerocopy';

export interface EscapeVerdict {
  readonly kind: EscapeKind;
  readonly location: Location;
  readonly node: Expression | Variable;
  readonly isOnHeap: boolean;
  /** How it comes to be on the heap. */
  readonly explanation: readonly Hop[];
}

export interface ParameterVerdict {
  readonly parameter: Variable;
  readonly func: Func;
  readonly leaks: Leaks;
}

/** Of a function and the closures in it: variables on the heap, and what expressions allocate. */
export function verdictsOf({ batch }: Analysis, func: Func): readonly EscapeVerdict[] {
  const verdicts: EscapeVerdict[] = [];
  for (const location of batch.locationsWithin(func)) {
    const { node, explanation } = location;
    if (!node) {
      continue;
    }
    const isOnHeap = location.has(Attribute.escapes);
    if (node instanceof Variable) {
      if (isOnHeap) {
        verdicts.push({ kind: 'var', location, node, isOnHeap, explanation });
      }
      continue;
    }
    if (!(node.op === 'closure' && node.func.isWrapper)) {
      const kind = isCallOf('append', node) ? 'append' : 'expr';
      verdicts.push({ kind, location, node, isOnHeap, explanation });
    }
    if (node.op === 'strToBytes' && !location.has(Attribute.mutates)) {
      verdicts.push({ kind: 'zerocopy', location, node, isOnHeap: false, explanation: [] });
    }
  }
  return verdicts;
}

/** Parameters that may hold pointers, unless they are on the heap themselves. */
export function parameterVerdictsOf(
  { batch }: Analysis,
  func: Func,
  leaks: readonly Leaks[],
): readonly ParameterVerdict[] {
  return func.parameters.flatMap((parameter, index) => {
    const own = leaks[index];
    const isTold =
      own !== undefined &&
      isNamed(func, parameter) &&
      !parameter.isHiddenParameter &&
      hasPointers(batch.environment, parameter.type) &&
      escapingUintptrs(func, parameter) === undefined &&
      !(func.hasBody && batch.locationOf(parameter).has(Attribute.escapes));
    return isTold ? [{ parameter, func, leaks: own }] : [];
  });
}

/** Of functions without a body the compiler also tells what is called `_`. */
function isNamed({ hasBody }: Func, { isBlank, object }: Variable): boolean {
  return !isBlank || (!hasBody && object?.name === '_');
}
