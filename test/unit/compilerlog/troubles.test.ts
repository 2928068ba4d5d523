import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  CompileErrors,
  ToolchainFailure,
} from '../../../server/src/engine/compilerlog/compilation.ts';
import { Troubles } from '../../../server/src/engine/compilerlog/troubles.ts';

function failure(message: string, cwd = '/p', output = 'output'): ToolchainFailure {
  return { type: 'failure', message, command: 'go build', cwd, output };
}

/** Errors, each as `file:line message`. */
function errors(texts: readonly string[], refusal?: ToolchainFailure): CompileErrors {
  return {
    type: 'errors',
    errors: texts.map((text) => {
      const [file = '', line = '', message = ''] = text.split(/[: ]/);
      return { place: { file, line: Number(line), column: 1 }, message };
    }),
    ...(refusal ? { refusal } : {}),
  };
}

function troublesOf(...each: readonly (CompileErrors | ToolchainFailure)[]): Troubles {
  const troubles = new Troubles();
  for (const trouble of each) {
    troubles.add(trouble);
  }
  return troubles;
}

describe('troubles', () => {
  it('say once what every importer of a broken package says', () => {
    const { errors: kept } = troublesOf(
      errors(['a.go:1 undefined', 'a.go:2 undefined']),
      errors(['a.go:1 undefined']),
      errors(['a.go:1 unused', 'b.go:1 undefined']),
    );
    assert.deepEqual(
      kept.map(({ place, message }) => `${place.file}:${place.line} ${message}`),
      ['a.go:1 undefined', 'a.go:2 undefined', 'a.go:1 unused', 'b.go:1 undefined'],
    );
  });

  it('say once that there is no toolchain, whichever package it is found at', () => {
    const { failures } = troublesOf(
      failure('No go.', '/p'),
      failure('No go.', '/q'),
      failure('No go.', '/q', 'something else'),
      failure('Killed.'),
    );
    assert.deepEqual(
      failures.map(({ message, cwd }) => `${message} ${cwd}`),
      ['No go. /p', 'No go. /q', 'Killed. /p'],
    );
  });

  it('keep the command that refused the sources, if it had something new to say', () => {
    const { refusals, failures } = troublesOf(
      errors(['a.go:1 undefined'], failure('first')),
      errors(['a.go:1 undefined'], failure('second')),
      errors(['a.go:2 undefined'], failure('third')),
    );
    assert.deepEqual(
      refusals.map(({ message }) => message),
      ['first', 'third'],
    );
    assert.deepEqual(failures, []);
  });
});
