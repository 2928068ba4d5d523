import type { GoRuntime } from './goRuntime.ts';
import { runtime as go1_22 } from './go1_22.ts';
import { runtime as go1_23 } from './go1_23.ts';
import { runtime as go1_24 } from './go1_24.ts';
import { runtime as go1_25 } from './go1_25.ts';
import { runtime as go1_26 } from './go1_26.ts';

/** Oldest first. A new Go version is a file, made by scripts/goruntime.ts, and a line here. */
export const RUNTIMES: readonly GoRuntime[] = [go1_22, go1_23, go1_24, go1_25, go1_26];

export const NEWEST_RUNTIME = go1_26;

export interface ChosenRuntime {
  readonly runtime: GoRuntime;
  /** Whether the numbers are those of this minor version, and not of its nearest neighbour. */
  readonly isExact: boolean;
}

/** The runtime of a Go version such as `go1.25.3` or `devel go1.26-…`, or the one that is most like it. */
export function runtimeOf(goVersion: string | undefined): ChosenRuntime {
  const minor = Number(/^(?:devel )?(?:go)?1\.(\d+)/.exec(goVersion ?? '')?.[1]);
  if (Number.isNaN(minor)) {
    return { runtime: NEWEST_RUNTIME, isExact: false };
  }
  const runtime = RUNTIMES.findLast((each) => minorOf(each) <= minor) ?? go1_22;
  return { runtime, isExact: minorOf(runtime) === minor };
}

function minorOf({ goVersion }: GoRuntime): number {
  return Number(goVersion.split('.')[1]);
}
