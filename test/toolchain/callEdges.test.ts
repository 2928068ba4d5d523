/** What profile-guided optimization knows of a profile, beside what the go command makes of it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { callEdgesOf, preprofiledEdges } from '../../server/src/engine/profile/callEdges.ts';
import { readProfile } from '../../server/src/engine/profile/read.ts';
import { readProfileFile } from '../../server/src/host/profileFile.ts';
import { goroot } from '../oracle/agreement.ts';

it('calls of a profile are those that go tool preprofile finds', async () => {
  const file = join(goroot(), 'src/cmd/compile/default.pgo');
  const folder = mkdtempSync(join(tmpdir(), 'call-edges-'));
  try {
    const written = join(folder, 'edges');
    execFileSync('go', ['tool', 'preprofile', '-i', file, '-o', written]);
    const profile = readProfile(await readProfileFile(file));
    assert.ok('samples' in profile);
    assert.deepEqual(callEdgesOf(profile), preprofiledEdges(readFileSync(written)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
