/** The runtime's numbers are those of Go's sources. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileOf, readRuntime, sourceOf } from '../../scripts/goruntime.ts';
import { RUNTIMES } from '../../server/src/engine/goruntime/runtimes.ts';

describe('the numbers of a Go version', () => {
  const [local = '', cache = ''] = execFileSync('go', ['env', 'GOROOT', 'GOMODCACHE'], {
    encoding: 'utf8',
  }).split('\n');
  const goroots = RUNTIMES.map(({ goVersion }) =>
    join(cache, `golang.org/toolchain@v0.0.1-go${goVersion}.linux-amd64`),
  );
  for (const goroot of [local, ...goroots].filter((each) => existsSync(join(each, 'VERSION')))) {
    const runtime = readRuntime(goroot);
    it(`are what the script reads from Go ${runtime.goVersion}`, async (context) => {
      const committed = RUNTIMES.find(({ goVersion }) => goVersion === runtime.goVersion);
      if (!committed) {
        // Another patch release may have other numbers: that is for whoever runs the script.
        context.skip('the committed numbers are of another release');
        return;
      }
      assert.deepEqual(committed, runtime);
      assert.equal(readFileSync(fileOf(runtime), 'utf8'), await sourceOf(runtime));
    });
  }
});
