import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { indexOf } from '../../../server/src/engine/checker/fileIndex.ts';
import { sourceFileOf } from '../../support/checkedGo.ts';

/** What a file declares, and the declarations that had to be parsed for it. */
function indexed(...declarations: readonly string[]) {
  const file = sourceFileOf('p.go', ['package p', ...declarations, ''].join('\n'));
  const parsed: string[] = [];
  const { names, aliases } = indexOf({
    ...file,
    parse: (declaration) => {
      parsed.push(file.slices.textOf(declaration));
      return file.parse(declaration);
    },
  });
  return { names: [...names.keys()], aliases: [...aliases], parsed };
}

describe('what a file declares', () => {
  it('is read off single types, constants and variables', () => {
    assert.deepEqual(
      indexed(
        'type T struct{ a, b int }',
        'type P *T',
        'type /* of */ I interface{ M() }',
        'var v, _ = 1, 2',
        'var w = []int{1}',
        'var x int',
        'const c = 1',
      ),
      {
        names: ['T', 'P', 'I', 'v', '_', 'w', 'x', 'c'],
        aliases: [],
        parsed: ['var v, _ = 1, 2'],
      },
    );
  });

  it('is parsed where there may be more to it', () => {
    const declarations = [
      'type A = B',
      'type (\n\tC int\n\tD = C\n)',
      'type G[X any] = []X',
      'type L [2]int',
      'type F func(int)',
      'const (\n\tc = iota\n\td\n)',
    ];
    assert.deepEqual(indexed(...declarations), {
      names: ['A', 'C', 'D', 'G', 'L', 'F', 'c', 'd'],
      aliases: [
        ['A', 'B'],
        ['D', 'C'],
      ],
      parsed: declarations.filter((declaration) => !declaration.startsWith('type F')),
    });
  });

  it('is what the parser finds in what is broken', () => {
    assert.deepEqual(indexed('var x', 'type T struct {', 'const c').names, ['x', 'T', 'c']);
  });
});
