import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { PADDING_LEVELS } from '../../../server/src/engine/features/layoutHints.ts';
import { GOARCHES } from '../../../server/src/engine/layout/architectures.ts';

interface Setting {
  readonly enum?: readonly string[];
}

describe('settings of layouts', () => {
  const { contributes } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as {
    contributes: { configuration: { properties: Record<string, Setting> }[] };
  };
  const settings = new Map(
    contributes.configuration.flatMap(({ properties }) => Object.entries(properties)),
  );

  it('offer each GOARCH that there is', () => {
    assert.deepEqual(settings.get('goMemory.layout.goarch')?.enum, ['', ...GOARCHES]);
  });

  it('offer each way to show padding', () => {
    assert.deepEqual(settings.get('goMemory.layout.padding')?.enum, PADDING_LEVELS);
  });
});
