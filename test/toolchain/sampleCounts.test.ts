/**
 * How many objects the runtime has sampled. A profile has estimates only; the text that Go writes with
 * `debug=1` has the counts themselves.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ProfileSession } from '../../client/src/profiles/models/profileSession.ts';
import { SourcePaths } from '../../server/src/engine/measured/sourcePaths.ts';
import { DEFAULT_PROFILE_OPTIONS } from '../../client/src/webview/profileProtocol.ts';
import { needed } from '../../server/src/cli/profileLoad.ts';
import { readProfile } from '../../server/src/engine/profile/read.ts';
import { GoFiles } from '../../server/src/host/goFiles.ts';
import { readProfileFile } from '../../server/src/host/profileFile.ts';

const PROGRAM = fileURLToPath(new URL('../e2e/profiled', import.meta.url));
const FUNCTION = 'example.com/profiled/store.newRecord';

const NO_SOURCES = new SourcePaths(new GoFiles().view(), {
  folders: [],
  goroot: '',
  moduleCache: '',
});

const folder = mkdtempSync(join(tmpdir(), 'sample-counts-'));

before(() => {
  const program = join(folder, 'profiled.exe');
  execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAM });
  execFileSync(program, [], { cwd: folder });
});

after(() => {
  rmSync(folder, { recursive: true });
});

/** `live: bytes [all: bytes] @ addresses`, then the frames from the leaf on. */
function countsInText(): { readonly live: number; readonly all: number } {
  const counts = { live: 0, all: 0 };
  const text = readFileSync(join(folder, 'heap.txt'), 'utf8');
  for (const [, live, all, frames = ''] of text.matchAll(
    /^(\d+): \d+ \[(\d+): \d+\] @.*\n((?:#.*\n)*)/gm,
  )) {
    if (frames.includes(FUNCTION)) {
      counts.live += Number(live);
      counts.all += Number(all);
    }
  }
  return counts;
}

async function countsInProfile(sampleType: string): Promise<number> {
  const bytes = await readProfileFile(join(folder, 'heap.pb.gz'));
  const session = new ProfileSession(needed(readProfile(bytes)), NO_SOURCES);
  const options = { ...DEFAULT_PROFILE_OPTIONS, sampleType };
  const result = needed(session.answer(options, { view: 'top' }));
  assert.equal(result.view, 'top');
  assert.equal(result.header.sampling, 'counted');
  const { names, cumCounts } = result.model;
  return cumCounts[names.indexOf(FUNCTION)] ?? 0;
}

it('samples behind a value are counted as the runtime has', async () => {
  const { live, all } = countsInText();
  assert.ok(live >= 10, 'the program keeps enough to be sampled');
  assert.equal(await countsInProfile('inuse_space'), live);
  assert.equal(await countsInProfile('inuse_objects'), live);
  assert.equal(await countsInProfile('alloc_space'), all);
});
