import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompileOutcome } from '../../../server/src/engine/compilerlog/compilation.ts';
import { moduleScanOf } from '../../../server/src/workspace/moduleScan.ts';
import { readLog } from '../../support/compiled.ts';

const VERDICTS: CompileOutcome = {
  type: 'verdicts',
  log: readLog('a.go:1:1: new(int) escapes to heap'),
};
const ERRORS: CompileOutcome = {
  type: 'errors',
  errors: [{ place: { file: '/m/q/a.go', line: 1, column: 1 }, message: 'undefined: x' }],
};
const FAILURE = {
  type: 'failure',
  message: 'Killed.',
  command: 'compile',
  cwd: '/m',
  output: '',
} as const;

function outcome(name: string, outcome: CompileOutcome) {
  return { directory: `/m/${name}`, importPath: `example.com/m/${name}`, outcome };
}

describe('a scan of a module', () => {
  it('has the packages that compile, in the order of their import paths', () => {
    const { packages, troubles } = moduleScanOf({
      packages: [outcome('q', VERDICTS), outcome('r', VERDICTS), outcome('p', VERDICTS)],
      refusals: [],
    });
    assert.deepEqual(
      packages.map(({ directory, importPath, log }) => [directory, importPath, log.rows.length]),
      [
        ['/m/p', 'example.com/m/p', 1],
        ['/m/q', 'example.com/m/q', 1],
        ['/m/r', 'example.com/m/r', 1],
      ],
    );
    assert.deepEqual([...troubles.errors, ...troubles.failures, ...troubles.refusals], []);
  });

  it('says what is wrong with the others, each thing once', () => {
    const { packages, troubles } = moduleScanOf({
      packages: [
        outcome('p', VERDICTS),
        outcome('q', ERRORS),
        outcome('r', ERRORS),
        outcome('s', FAILURE),
        outcome('t', FAILURE),
      ],
      refusals: [{ ...FAILURE, message: 'No plan.' }],
    });
    assert.deepEqual(
      packages.map(({ directory }) => directory),
      ['/m/p'],
    );
    assert.deepEqual(
      troubles.errors.map(({ message }) => message),
      ['undefined: x'],
    );
    assert.deepEqual(
      troubles.failures.map(({ message }) => message),
      ['No plan.', 'Killed.'],
    );
  });

  it('says nothing of what was cancelled', () => {
    const { packages, troubles } = moduleScanOf({
      packages: [outcome('p', { type: 'cancelled' })],
      refusals: [],
    });
    assert.deepEqual([...packages, ...troubles.errors, ...troubles.failures], []);
  });
});
