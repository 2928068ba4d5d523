/** What a proof came to, in words. */
import type { Localize } from '../features/localize.ts';
import { ADVISED_CHANCE, type BenchmarkChange, type Change } from './comparison.ts';

/** `BenchmarkKey: 2 → 1 allocs/op (p=0.000, n=8), 16 → 8 B/op, 58.2 → 17.2 ns/op (−70 %)`. */
export function changeText({ name, count, allocs, bytes, nanoseconds }: BenchmarkChange): string {
  return [
    `${name}: ${allocs.before} → ${allocs.after} allocs/op (p=${allocs.chance.toFixed(3)}, n=${count})`,
    `${bytes.before} → ${bytes.after} B/op${advice(bytes)}`,
    `${time(nanoseconds.before)} → ${time(nanoseconds.after)} ns/op${advice(nanoseconds)}`,
  ].join(', ');
}

/** Bytes and time are said to differ where chance alone would seldom do it. */
function advice({ before, after, chance }: Change): string {
  if (before === after && chance === 1) {
    return '';
  }
  const percent = before === 0 ? 0 : Math.round((after / before - 1) * 100);
  return chance < ADVISED_CHANCE && percent !== 0
    ? ` (${percent < 0 ? '−' : '+'}${Math.abs(percent)} %)`
    : ' (~)';
}

function time(nanoseconds: number): string {
  return nanoseconds < 1_000 ? String(Number(nanoseconds.toPrecision(3))) : nanoseconds.toFixed(0);
}

/** What is wrong with a fix. */
export type Withdrawal = 'build' | 'vet' | 'tests' | 'more' | 'same';

/** Why a fix is withdrawn. */
export function withdrawalText(because: Withdrawal, localize: Localize): string {
  switch (because) {
    case 'build':
      return localize('with the fix the package does not build');
    case 'vet':
      return localize('with the fix go vet complains');
    case 'tests':
      return localize('with the fix tests fail');
    case 'more':
      return localize('the fix allocates more');
    case 'same':
      return localize('no difference');
  }
}

export type Unproven = 'noBenchmark' | 'time';

/** Why nothing is proven. `functionName` is what no benchmark reaches. */
export function unprovenText(because: Unproven, functionName: string, localize: Localize): string {
  return because === 'noBenchmark'
    ? localize('not proven: no benchmark reaches {0}', functionName)
    : localize('not proven: it takes longer than the time that it was given');
}
