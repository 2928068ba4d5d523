import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compilerFlags,
  DEFAULT_COMPILER_FLAGS,
  PackageFlags,
} from '../../../server/src/engine/ir/compilerFlags.ts';

describe('flags of the compiler', () => {
  const of = (...words: string[]) => compilerFlags(words, undefined);

  it('are the ones of a build without any where they change nothing', () => {
    for (const words of [[], ['-m=2', '-S'], ['-l=0'], ['-l=2'], ['-l', '-l'], ['-N=false']]) {
      assert.equal(of(...words), DEFAULT_COMPILER_FLAGS, words.join(' '));
    }
  });

  it('turn off inlining and optimizing', () => {
    assert.equal(of('-l').isInlining, false);
    assert.equal(of('-l=1').isInlining, false);
    assert.equal(of('-l=4').areCallsCheap, true);
    assert.equal(of('-N').isInlining, true);
    assert.deepEqual(of('-N', '-l'), {
      ...DEFAULT_COMPILER_FLAGS,
      isInlining: false,
      isOptimizing: false,
    });
  });

  it('check pointers where sanitizers do, unless they say otherwise', () => {
    assert.equal(of('-d=checkptr').checkptr, 1);
    assert.equal(of('-d', 'pctab=pctofile,checkptr=2').checkptr, 2);
    assert.equal(compilerFlags([], 'race').checkptr, 1);
    assert.equal(compilerFlags(['-d=checkptr=0'], 'race').checkptr, 0);
  });

  it('are others in the runtime', () => {
    const flags = compilerFlags(['-N', '-l'], 'race');
    const packages = new PackageFlags(
      { own: flags, imported: compilerFlags([], 'race') },
      (path) => path === 'example.com/p' || path === 'runtime',
    );
    assert.deepEqual(packages.of('example.com/p'), flags);
    assert.equal(packages.of('net/http').isInlining, true);
    assert.equal(packages.of('net/http').sanitizer, 'race');
    assert.deepEqual(packages.of('runtime'), {
      ...DEFAULT_COMPILER_FLAGS,
      isInlining: false,
    });
    assert.equal(packages.of('internal/bytealg').sanitizer, 'race');
    assert.equal(packages.of('internal/runtime/maps').checkptr, 0);
  });
});
