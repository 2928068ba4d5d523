/**
 * What is known of functions without Go code in the standard library, and of the runtime's own: they
 * take their memory elsewhere, or none, but for these (Go 1.26: what is linked to runtime functions
 * that call mallocgc).
 */
import { nameOf } from '../compile/knownLeaks.ts';
import type { FuncObject } from '../types/objects.ts';

const ALLOCATING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    'internal/bytealg': ['MakeNoZero'],
    'internal/reflectlite': ['unsafe_New'],
    maps: ['clone'],
    reflect: [
      'growslice',
      'makechan',
      'makemap',
      'mapassign0',
      'mapassign_faststr0',
      'unsafe_New',
      'unsafe_NewArray',
    ],
    runtime: ['AddCleanup', 'CallersFrames', 'Pinner.Pin'],
    time: ['newTimer'],
    weak: ['runtime_registerWeakPointer'],
  }).map(([path, names]) => [path, new Set(names)]),
);

/** Whether nobody need look at a function: it is the runtime's. */
export function isRuntimes({ package: owner }: FuncObject): boolean {
  return (
    owner !== undefined &&
    /^(?:internal\/)?runtime(?:\/(?!debug|pprof|trace|metrics|coverage|cgo)|$)/.test(owner.path)
  );
}

/** Whether a function of the runtime, or one without Go code in the standard library, allocates. */
export function allocatesUnseen(object: FuncObject): boolean {
  return ALLOCATING.get(object.package?.path ?? '')?.has(nameOf(object)) ?? false;
}
