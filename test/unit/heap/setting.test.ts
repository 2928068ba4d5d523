import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSetting, settingText } from '../../../server/src/engine/heap/setting.ts';

const OTHERWISE = { gogc: 100, memoryLimitBytes: Infinity };

describe('a setting', () => {
  for (const [text, gogc, memoryLimitBytes] of [
    ['GOGC=50', 50, Infinity],
    ['GOGC=off,GOMEMLIMIT=512MiB', Infinity, 512 * 2 ** 20],
    ['GOMEMLIMIT=1073741824', 100, 2 ** 30],
    ['GOMEMLIMIT=1500KiB, GOGC=0', 0, 1500 * 1024],
    ['GOMEMLIMIT=off', 100, Infinity],
  ] as const) {
    it(`is read: ${text}`, () => {
      const setting = parseSetting(text, OTHERWISE);
      assert.deepEqual(setting, { gogc, memoryLimitBytes });
      assert.deepEqual(parseSetting(settingText({ gogc, memoryLimitBytes }), OTHERWISE), setting);
    });
  }

  for (const [text, problem] of [
    ['', /^a setting is GOGC=N or GOMEMLIMIT=N, not nothing$/],
    ['GOGC', /^GOGC wants a whole percentage, or off, not nothing$/],
    ['GOGC=-1', /^GOGC .* not -1$/],
    ['GOGC=1e3', /^GOGC .* not 1e3$/],
    ['GOMEMLIMIT=512MB', /^GOMEMLIMIT .* not 512MB$/],
    ['GOMEMLIMIT=99999999TiB', /^GOMEMLIMIT /],
    ['GOMAXPROCS=2', /not GOMAXPROCS=2$/],
  ] as const) {
    it(`is refused: ${text || 'nothing'}`, () => {
      const setting = parseSetting(text, OTHERWISE);
      assert.ok('problem' in setting);
      assert.match(setting.problem, problem);
    });
  }
});
