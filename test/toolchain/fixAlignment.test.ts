/** Fixes that put variables into a struct, on machines of 32 bits. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runIn, withFixtures } from '../support/ruleFixtures.ts';

const RULE = 'captured-together';
/** A constant that is no uintptr where the word stands elsewhere than at a multiple of 8. */
const ALIGNED = 'const _ uintptr = -(unsafe.Offsetof(shared.count) % 8)';

describe('fixes', () => {
  it('keep words that are used atomically aligned on machines of 32 bits', () =>
    withFixtures(async (folder) => {
      await runIn(folder, ['check', '--fix', '--rules', RULE, `./${RULE}`]);
      const file = join(folder, RULE, 'fixture.go');
      const fixed = readFileSync(file, 'utf8');
      const use = 'atomic.AddInt64(&shared.count, 1)';
      assert.ok(fixed.includes(use), fixed);
      writeFileSync(
        file,
        fixed
          .replace('"sync/atomic"', '"sync/atomic"\n"unsafe"')
          .replace(use, `${ALIGNED}\n${use}`),
      );
      const { status, stderr } = spawnSync('go', ['build', `./${RULE}`], {
        cwd: folder,
        env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local', GOARCH: '386' },
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
    }));
});
