import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minorVersionAskedFor } from '../../../server/src/engine/build/fileLanguage.ts';

const LINES: readonly (readonly [line: string, minor: number | undefined])[] = [
  ['//go:build go1.23', 23],
  ['//go:build go1.18', 21],
  ['//go:build go1', 21],
  ['//go:build linux && go1.24', 24],
  ['//go:build go1.22 || go1.24', 22],
  ['//go:build linux || go1.24', undefined],
  ['//go:build !go1.24', undefined],
  ['//go:build !(linux || !go1.24)', 24],
  ['//go:build linux', undefined],
  ['//go:build (', undefined],
  ['// +build go1.18', undefined],
  ['', undefined],
];

describe('the language of a file', () => {
  for (const [line, minor] of LINES) {
    it(`with ${line || 'nothing'} is ${minor === undefined ? "the package's" : `Go 1.${minor}`}`, () => {
      assert.equal(minorVersionAskedFor(`// Text.\n\n${line}\n\npackage p\n`), minor);
    });
  }

  it('is told above the package clause', () => {
    assert.equal(minorVersionAskedFor('package p\n\n//go:build go1.18\n'), undefined);
  });
});
