import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  completeJson,
  parseScript,
  readScript,
} from '../../../server/src/engine/heap/scriptParser.ts';

const CLASSES = [{ size: 16, scan: false, weight: 1 }];
const PHASE = { count: 10, ring: 2, classes: CLASSES };

function problemOf(json: unknown): string {
  const { problem } = readScript(json);
  assert.ok(problem !== undefined);
  return problem;
}

describe('a script', () => {
  it('is read with what it leaves out', () => {
    const { script, problem } = parseScript(JSON.stringify({ phases: [PHASE] }));
    assert.equal(problem, undefined);
    assert.equal(script.go, '1.26');
    assert.equal(script.gogc, 100);
    assert.equal(script.memoryLimitBytes, Infinity);
    assert.deepEqual(script.phases, [
      { count: 10, ring: 2, clear: false, spinNs: 0, goroutines: 1, classes: CLASSES },
    ]);
  });

  it('may switch the collector off', () => {
    const { script } = readScript({ gogc: 'off', memoryLimitBytes: 1 << 20, phases: [PHASE] });
    assert.equal(script?.gogc, Infinity);
    assert.equal(script.memoryLimitBytes, 1 << 20);
  });

  it('is the same with all of its fields', () => {
    for (const settings of [{}, { gogc: 'off', memoryLimitBytes: 1 << 20, procs: 3 }]) {
      const { script } = readScript({ ...settings, phases: [PHASE] });
      assert.ok(script);
      const json: unknown = JSON.parse(JSON.stringify(completeJson(script)));
      assert.deepEqual(readScript(json).script, script);
    }
  });

  const absurd: readonly (readonly [string, unknown, RegExp])[] = [
    ['no object', [], /^the script wants an object/],
    ['nothing', {}, /^phases wants a list/],
    ['no phases', { phases: [] }, /^phases wants a list of 1 to 1000 objects, not a list of 0/],
    ['a negative count', { phases: [{ ...PHASE, count: -1 }] }, /^phases\[0\]\.count .* not -1$/],
    ['no number', { phases: [{ ...PHASE, ring: Number.NaN }] }, /^phases\[0\]\.ring .* not NaN$/],
    ['a fraction', { phases: [{ ...PHASE, ring: 1.5 }] }, /^phases\[0\]\.ring .* not 1\.5$/],
    ['10^18', { phases: [PHASE, { ...PHASE, count: 1e18 }] }, /^phases\[1\]\.count /],
    [
      'a billion in parts',
      { phases: [1, 2].map(() => ({ ...PHASE, count: 6e8 })) },
      /^count of all phases together is at most 1000000000, not 1200000000$/,
    ],
    ['no classes', { phases: [{ ...PHASE, classes: [] }] }, /^phases\[0\]\.classes wants a list/],
    [
      'a negative size',
      { phases: [{ ...PHASE, classes: [{ size: -8 }] }] },
      /^phases\[0\]\.classes\[0\]\.size /,
    ],
    [
      'no weight',
      { phases: [{ ...PHASE, classes: [{ size: 8, weight: 0 }] }] },
      /^phases\[0\]\.classes\[0\]\.weight /,
    ],
    ['a GOGC in words', { gogc: 'many', phases: [PHASE] }, /^gogc .* "off", not "many"$/],
    ['a limit below nothing', { memoryLimitBytes: -1, phases: [PHASE] }, /^memoryLimitBytes /],
    ['a version of Go', { go: '1.5', phases: [PHASE] }, /^go wants one of 1\.22, .* not "1\.5"$/],
    ['a GOARCH', { goarch: 'z80', phases: [PHASE] }, /^goarch wants one of/],
    ['a field', { phase: [], phases: [PHASE] }, /^the script has no field "phase"/],
    ['a text', { phases: 'many' }, /^phases wants a list .* not "many"$/],
    ['a time', { machine: { allocNs: -1 }, phases: [PHASE] }, /^machine\.allocNs wants/],
  ];
  for (const [name, json, message] of absurd) {
    it(`is refused in one sentence that names the field: ${name}`, () => {
      const problem = problemOf(json);
      assert.match(problem, message);
      assert.ok(!problem.includes('\n'));
    });
  }

  it('is refused where it is no JSON', () => {
    assert.match(parseScript('{').problem ?? '', /^the script is no JSON: /);
  });
});
