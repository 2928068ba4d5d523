import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { DENSITY, isLouder } from './committed.ts';
import { describeDensity, measureDensity } from './density.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the hints are as few as they were, and with everything on they are all there', () => {
  it('samples', async () => {
    const density = await measureDensity(join(ROOT, 'samples'));
    const text = describeDensity('samples', density);
    console.log(text);
    assert.ok(density.hinted > 0, text);
    assert.ok(!isLouder(density, DENSITY.read().samples), text);
  });
});
