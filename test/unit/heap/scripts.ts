import assert from 'node:assert/strict';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import type { Script } from '../../../server/src/engine/heap/script.ts';

/** A script of one phase; fields that are not given are as in most tests. */
export function scriptOf(
  phase: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>> = {},
): Script {
  const { script, problem } = readScript({
    go: '1.26',
    goarch: 'amd64',
    procs: 1,
    seed: 7,
    ...settings,
    phases: [{ ring: 1, ...phase }],
  });
  assert.equal(problem, undefined);
  return script;
}
