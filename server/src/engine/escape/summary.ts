/** What those who call a function have to know of it. */
import type { Func } from '../ir/func.ts';
import type { Leaks } from './leaks.ts';

export interface FunctionSummary {
  /** Where its parameters go, the receiver first. */
  readonly leaks: readonly Leaks[];
  /** What becomes of pointers that are passed as `uintptr`: rewriteArgument of call.go. */
  readonly uintptrs: 'escape' | 'kept alive' | undefined;
}

export function isSame(a: FunctionSummary, b: FunctionSummary): boolean {
  return (
    a.uintptrs === b.uintptrs &&
    a.leaks.length === b.leaks.length &&
    a.leaks.every((leaks, index) => b.leaks[index]?.equals(leaks))
  );
}

export function summaryOf(func: Func, leaks: readonly Leaks[]): FunctionSummary {
  const { pragmas, hasBody } = func;
  const isKeptAlive = !hasBody || pragmas.has('go:uintptrkeepalive');
  return {
    leaks,
    uintptrs: pragmas.has('go:uintptrescapes') ? 'escape' : isKeptAlive ? 'kept alive' : undefined,
  };
}
