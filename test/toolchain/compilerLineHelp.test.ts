import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { compilerLineHelpAt } from '../../server/src/engine/features/compilerLineHelp.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');

/** What the compiler says of the samples is no text of ours: each of its lines has to have something to hover. */
it('there is a hover on each line that the compiler prints', () => {
  const { stderr, error } = spawnSync(
    'go',
    // Compiles as building does, and leaves no program behind.
    ['list', '-export', '-gcflags=-m=2 -d=escapemutationscalls=1', './...'],
    { cwd: SAMPLES, encoding: 'utf8', env: { ...process.env, GOFLAGS: '' } },
  );
  assert.ifError(error);
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
  assert.ok(lines.length > 100);
  const silent = lines.filter((line) =>
    Array.from(line).every((_, offset) => compilerLineHelpAt(line, offset) === undefined),
  );
  assert.deepEqual(silent, []);
});
