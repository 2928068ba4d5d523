import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../editor/install.ts';
import { runSuite } from '../editor/suite.ts';
import { copySamples, packageExtension } from './packaged.ts';

it('the in-host suite passes in the workbench', async () => {
  packageExtension();
  const samples = copySamples();
  try {
    const { passed, log } = await runSuite({
      entry: join(ROOT, 'test/e2e/suite/index.ts'),
      folder: samples.folder,
      extension: { development: ROOT },
    });
    assert.ok(passed, log.join('\n'));
  } finally {
    samples.dispose();
  }
});
