import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { makeTemporaryFolder } from '../../../server/src/host/temporaryFolder.ts';

const MODULE = join(import.meta.dirname, '../../../server/src/host/temporaryFolder.ts');

describe('a temporary folder', () => {
  it('is deleted with what is in it, and then no more looked after', async () => {
    const countListeners = process.listenerCount('exit');
    const folder = await makeTemporaryFolder('gomem-unit-');
    writeFileSync(join(folder.path, 'file'), 'text');
    await folder.delete();
    assert.equal(existsSync(folder.path), false);
    assert.equal(process.listenerCount('exit'), countListeners);
  });

  it('goes with the process that made it', () => {
    const script = `
      import { makeTemporaryFolder } from ${JSON.stringify(pathToFileURL(MODULE).href)};
      const { path } = await makeTemporaryFolder('gomem-unit-');
      process.stdout.write(path, () => process.exit());`;
    const path = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    );
    assert.match(path, /gomem-unit-/);
    assert.equal(existsSync(path), false);
  });
});
