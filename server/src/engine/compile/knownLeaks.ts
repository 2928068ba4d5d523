/**
 * Where the parameters of functions go, and which are never inlined: of the standard library's, as its
 * own compiler found out (scripts/parameterLeaks.ts); of dependencies', as we did before. There is
 * nothing of generic functions.
 */
import { Leaks } from '../escape/leaks.ts';
import type { FunctionSummary } from '../escape/summary.ts';
import type { Callee } from '../ir/func.ts';
import type { FuncObject } from '../types/objects.ts';
import { unalias } from '../types/types.ts';

export interface LeaksTable {
  /** As in `1.26`. */
  readonly goVersion: string;
  /** By import path: `encodeFunctions`. A program sees few of the packages, and these alone are decoded. */
  readonly packages: Readonly<Record<string, string>>;
}

export interface KnownFunction extends FunctionSummary {
  readonly isInlined: boolean;
}

/** Behind the leaks of functions that take pointers as numbers. */
const ESCAPING_UINTPTRS = '!';
const KEPT_UINTPTRS = '?';
/** Behind all that, for functions that are not inlined. */
const NOT_INLINED = '-';

export class KnownLeaks {
  readonly #table: Pick<LeaksTable, 'packages'>;
  readonly #packages = new Map<string, ReadonlyMap<string, string>>();
  readonly #known = new WeakMap<FuncObject, KnownFunction | null>();

  constructor(table: Pick<LeaksTable, 'packages'>) {
    this.#table = table;
  }

  of({ object, typeArguments }: Callee): KnownFunction | undefined {
    if (typeArguments.length > 0) {
      return undefined;
    }
    let known = this.#known.get(object);
    if (known === undefined) {
      const text = this.#functionsOf(object.package?.path ?? '').get(nameOf(object));
      known = text === undefined ? null : decodeFunction(text);
      this.#known.set(object, known);
    }
    return known ?? undefined;
  }

  #functionsOf(importPath: string): ReadonlyMap<string, string> {
    let functions = this.#packages.get(importPath);
    if (!functions) {
      functions = decodeFunctions(this.#table.packages[importPath] ?? '');
      this.#packages.set(importPath, functions);
    }
    return functions;
  }
}

/** A line for each function: its name, `T.M` for methods, and what `encodeFunction` makes of it. */
export function encodeFunctions(functions: ReadonlyMap<string, string>): string {
  return [...functions].map((entry) => entry.join(' ')).join('\n');
}

export function decodeFunctions(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').map((line) => {
      const end = line.indexOf(' ');
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

export function encodeFunction({ leaks, uintptrs, isInlined }: KnownFunction): string {
  const mark =
    uintptrs === 'escape' ? ESCAPING_UINTPTRS : uintptrs === 'kept alive' ? KEPT_UINTPTRS : '';
  return `${leaks.map(encodeLeaks).join('.')}${mark}${isInlined ? '' : NOT_INLINED}`;
}

/** Digits of base 36, as the compiler's tags have bytes: 0 for what does not leak. */
function encodeLeaks({ heap, mutator, callee, results }: Leaks): string {
  return [heap, mutator, callee, ...results]
    .map((derefs) => Math.min(derefs + 1, 35).toString(36))
    .join('')
    .replace(/0+$/, '');
}

export function decodeFunction(text: string): KnownFunction {
  const isInlined = !text.endsWith(NOT_INLINED);
  const summary = isInlined ? text : text.slice(0, -1);
  const mark = summary.at(-1);
  const uintptrs =
    mark === ESCAPING_UINTPTRS ? 'escape' : mark === KEPT_UINTPTRS ? 'kept alive' : undefined;
  const codes = uintptrs === undefined ? summary : summary.slice(0, -1);
  return { leaks: codes.split('.').map(decodeLeaks), uintptrs, isInlined };
}

function decodeLeaks(code: string): Leaks {
  const leaks = new Leaks();
  const at = (index: number) => Number.parseInt(code[index] ?? '0', 36) - 1;
  leaks.heap = at(0);
  leaks.mutator = at(1);
  leaks.callee = at(2);
  for (const index of leaks.results.keys()) {
    leaks.results[index] = at(3 + index);
  }
  return leaks;
}

/** `F`, `T.M`. */
export function nameOf(object: FuncObject): string {
  const receiver = object.type.kind === 'signature' ? object.type.receiver?.type : undefined;
  const actual = receiver && unalias(receiver);
  const base = actual?.kind === 'pointer' ? unalias(actual.element) : actual;
  return base?.kind === 'named' ? `${base.object.name}.${object.name}` : object.name;
}
