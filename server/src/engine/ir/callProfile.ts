/**
 * Which calls and functions are hot by a profile: hotNodesFromCDF and PGOInlinePrologue of
 * cmd/compile/internal/inline/inl.go (Go 1.22 to 1.26).
 */
import type { Package } from '../types/package.ts';
import type { Func } from './func.ts';

export interface ProfiledCall {
  /** Names of functions as the linker has them. */
  readonly caller: string;
  readonly callee: string;
  /** How many lines below the start of the caller the call is. */
  readonly lineOffset: number;
  readonly weight: number;
}

/** The heaviest calls that have so much of all weight, in percent, are hot. */
const HOT_PERCENT = 99;

export class CallProfile {
  readonly #hotCallees = new Set<string>();
  readonly #hotCalls = new Map<string, Set<number>>();

  /** The heaviest of them first. */
  constructor(calls: readonly ProfiledCall[]) {
    const total = calls.reduce((sum, { weight }) => sum + weight, 0);
    let sum = 0;
    for (const { caller, callee, lineOffset, weight } of calls) {
      this.#hotCallees.add(callee);
      const offsets = this.#hotCalls.get(caller) ?? new Set();
      this.#hotCalls.set(caller, offsets);
      offsets.add(lineOffset);
      sum += weight;
      if ((sum / total) * 100 > HOT_PERCENT) {
        break;
      }
    }
  }

  isHotCallee(name: string): boolean {
    return this.#hotCallees.has(name);
  }

  /** Whether it says anything of a function that changes what becomes of it. */
  has(name: string): boolean {
    return this.isHotCallee(name) || this.isHotCaller(name);
  }

  /** Whether anything is hot in a function. */
  isHotCaller(name: string): boolean {
    return this.#hotCalls.has(name);
  }

  isHotCall(caller: string, lineOffset: number): boolean {
    return this.#hotCalls.get(caller)?.has(lineOffset) ?? false;
  }
}

/** A function's name as the linker has it: ir.LinkFuncName. Profiles name no instances of generic ones: undefined for these. */
export function linkName(func: Func): string | undefined {
  const { callee, compiledIn } = func.outermost;
  const home = callee?.object.package ?? compiledIn;
  return home && !callee?.typeArguments.length ? nameInPackage(home, func.name) : undefined;
}

/** The same of `F`, `T.M` or `(*T).M`: objabi.PathToPrefix. Import paths have no other letters that would be written in another way. */
export function nameInPackage(
  { path, name }: Pick<Package, 'path' | 'name'>,
  symbol: string,
): string {
  const prefix =
    name === 'main' ? 'main' : path.replace(/[^/]*$/, (last) => last.replaceAll('.', '%2e'));
  return `${prefix}.${symbol}`;
}
