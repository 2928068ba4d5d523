import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  filterAllocations,
  folderOf,
  groupAllocations,
  replacePackage,
} from '../../../client/src/views/allocationTree.ts';
import type { AllocationEntry } from '../../../server/src/protocol.ts';

function entry(what: string, parts: Partial<AllocationEntry> = {}): AllocationEntry {
  return {
    uri: 'file:///m/p/a.go',
    position: { line: 0, character: 0 },
    packageName: 'p',
    functionName: 'f',
    what,
    label: 'heap',
    kind: 'expression',
    frequency: 'call',
    countObjects: 1,
    isCurrent: true,
    ...parts,
  };
}

function whatsOf(entries: readonly AllocationEntry[]): string[] {
  return entries.map(({ what }) => what);
}

describe('groups of allocations', () => {
  const ENTRIES: readonly AllocationEntry[] = [
    entry('1', { frequency: 'once' }),
    entry('2'),
    entry('3', { functionName: 'g', frequency: 'iteration' }),
    entry('4', { functionName: '' }),
    entry('5', { uri: 'file:///m/p/b.go' }),
    entry('6', { functionName: 'g' }),
    entry('7'),
  ];

  it('are by function, that with what happens most often first', () => {
    const groups = groupAllocations(ENTRIES, 'function').map((group) => {
      assert.ok(group.by === 'function');
      return [folderOf(group.uri), group.functionName, ...whatsOf(group.entries)].join(' ');
    });
    assert.deepEqual(groups, [
      'file:///m/p g 3 6',
      'file:///m/p f 2 7 1',
      'file:///m/p  4',
      'file:///m/p f 5',
    ]);
  });

  it('are by frequency, in the order of the text inside', () => {
    const groups = groupAllocations(ENTRIES, 'frequency').map((group) => {
      assert.ok(group.by === 'frequency');
      return [group.frequency, ...whatsOf(group.entries)].join(' ');
    });
    assert.deepEqual(groups, ['iteration 3', 'call 2 4 5 6 7', 'once 1']);
  });

  it('hold every entry once, and are none of nothing', () => {
    for (const grouping of ['function', 'frequency'] as const) {
      const all = groupAllocations(ENTRIES, grouping).flatMap(({ entries }) => whatsOf(entries));
      assert.deepEqual(all.sort(), whatsOf(ENTRIES));
      assert.deepEqual(groupAllocations([], grouping), []);
    }
  });
});

describe('filtered allocations', () => {
  const ENTRIES: readonly AllocationEntry[] = [
    entry('make([]byte, n)', { functionName: '(*Reader).Read', label: 'heap/iter' }),
    entry('new(T)', { uri: 'file:///m/p/gr%C3%B6%C3%9Fe.go', packageName: 'example.com/m/p' }),
  ];

  it('are those with every word in something that is shown', () => {
    for (const [filter, wanted] of [
      ['', [0, 1]],
      ['  ', [0, 1]],
      ['make', [0]],
      ['READ', [0]],
      ['iter reader', [0]],
      ['reader new', []],
      ['größe.go', [1]],
      ['example.com', [1]],
      ['a.go', [0]],
      ['file:', []],
    ] as const) {
      assert.deepEqual(
        whatsOf(filterAllocations(ENTRIES, filter)),
        wanted.map((index) => ENTRIES[index]?.what),
        filter,
      );
    }
  });

  it('do not join words of two parts', () => {
    assert.deepEqual(filterAllocations([entry('new', { label: 'heap' })], 'newheap'), []);
  });

  it('stand a name that is no proper escape', () => {
    const broken = [entry('new(T)', { uri: 'file:///m/p/100%.go' })];
    assert.deepEqual(filterAllocations(broken, '100%'), broken);
  });
});

describe('a module’s listing with a package listed anew', () => {
  const inQ = { uri: 'file:///m/q/a.go', packageName: 'example.com/m/q' };
  const MODULE: readonly AllocationEntry[] = [
    entry('p', { packageName: 'example.com/m/p' }),
    entry('q1', inQ),
    entry('q2', inQ),
    entry('r', { uri: 'file:///m/q/r/a.go', packageName: 'example.com/m/q/r' }),
  ];

  it('has the package where it was, under its import path', () => {
    const listed = [entry('q3', { ...inQ, packageName: 'q' })];
    const replaced = replacePackage(MODULE, 'file:///m/q', listed);
    assert.deepEqual(whatsOf(replaced), ['p', 'q3', 'r']);
    assert.equal(replaced[1]?.packageName, 'example.com/m/q');
  });

  it('has a package that allocated nothing before at the end', () => {
    const listed = [entry('s', { uri: 'file:///m/s/a.go', packageName: 's' })];
    const replaced = replacePackage(MODULE, 'file:///m/s', listed);
    assert.deepEqual(whatsOf(replaced), ['p', 'q1', 'q2', 'r', 's']);
    assert.equal(replaced[4]?.packageName, 's');
  });

  it('knows a folder by whichever way its name is escaped', () => {
    const uri = 'file:///m/x%40v1/a.go';
    const closed = entry('old', { uri: 'file:///m/x@v1/b.go', packageName: 'example.com/x' });
    const replaced = replacePackage([closed], folderOf(uri), [entry('new', { uri })]);
    assert.deepEqual(whatsOf(replaced), ['new']);
    assert.equal(replaced[0]?.packageName, 'example.com/x');
  });

  it('has no more of a package that allocates nothing any more', () => {
    assert.deepEqual(whatsOf(replacePackage(MODULE, 'file:///m/q', [])), ['p', 'r']);
  });
});
