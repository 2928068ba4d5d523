import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { goFilesOf, slicerDamage } from './slicerDamage.ts';
import { slicerEdits, textLost } from './slicerEdits.ts';
import { slicerParse } from './slicerParse.ts';

const files = goFilesOf('net/http');
const needsGo = files.length === 0 ? 'there is no Go' : false;

describe('slicing', () => {
  it('after random edits gives what slicing anew gives', () => {
    assert.equal(slicerEdits({ seed: 1, texts: 1500, editsPerText: 12 }), 18_000);
  });

  it(
    'loses no declaration but the one from which a character is deleted',
    { skip: needsGo },
    () => {
      const { failures } = slicerDamage({ seed: 1, placesPerFile: 20 });
      assert.deepEqual(failures, []);
    },
  );

  it('loses no declaration but the one into which a character is typed', { skip: needsGo }, () => {
    const { failures } = slicerDamage({ seed: 1, placesPerFile: 20, damage: 'insert' });
    assert.deepEqual(failures, []);
  });

  it('loses almost none where strings are full of Go', { skip: needsGo }, () => {
    const full = ['go/types', 'go/parser', 'go/doc', 'go/ast', 'encoding/xml', 'cmd/nm'];
    const figures = slicerDamage({ seed: 1, placesPerFile: 40, files: full.flatMap(goFilesOf) });
    assert.ok(figures.localPlaces / figures.places >= 0.999, JSON.stringify(figures.failures));
  });

  it('leaves no parse error in valid files', { skip: needsGo }, () => {
    assert.deepEqual(slicerParse(files).faults, []);
  });

  it('takes time in proportion to the text, whatever it is', () => {
    const pieces: readonly string[] = [
      '`',
      '`\n',
      '"',
      '(',
      '}\n',
      '*/\n',
      'foo\n',
      'foo(\n',
      'var\n',
      'var x = (\n',
      'var x = `\n',
      'var x = (`\n',
      'var x = /*\n',
      'var x = /*\nvar x = */ ',
      'var x = `+`\nvar y = (',
      'var a = `\nvar b = (\nfunc c() {\n/* `\n',
      'func f() {\n',
      'func f() {}}\n\tx\n',
      'func f() { x := `\npackage p\nfunc g() {\n',
      'func ((((\n',
      '/*\nvar x\n*/\n',
      'x(`a`);',
    ];
    for (const piece of pieces) {
      checkTime(piece, '', '', 100_000);
      checkTime(piece, 'func f() {\n', '\n}\n', 30_000);
      checkTime(piece, 'var x = /*\n', '*/ y)\nvar (', 30_000);
      checkTime(piece, 'var x = `', '` y)\nvar (', 30_000);
    }
  });
});

function checkTime(piece: string, head: string, tail: string, length: number): void {
  const measure = (size: number) => {
    const text = head + piece.repeat(Math.ceil(size / piece.length)) + tail;
    const started = performance.now();
    const slices = sliceFile(text);
    const ms = performance.now() - started;
    assert.equal(textLost(slices), undefined);
    return ms;
  };
  let short = 0;
  let long = 0;
  for (let attempt = 0; attempt < 4; attempt++) {
    short = measure(length);
    long = measure(4 * length);
    if (long < 8 * short + 150) {
      return;
    }
  }
  assert.fail(
    `${JSON.stringify(head + piece)}: ${short} ms, then ${long} ms for four times as much`,
  );
}
