import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excludedBy, rulesBy } from '../../../server/src/engine/project/excluded.ts';

describe('excluded files', () => {
  it('are those that a glob matches as a whole', () => {
    for (const [glob, matched, others] of [
      ['**/*.pb.go', ['a.pb.go', 'x/y/a.pb.go', '.x/a.pb.go'], ['a.go', 'a.pb.go.txt']],
      ['*.go', ['a.go', '.a.go'], ['x/a.go']],
      ['gen/**', ['gen/a.go', 'gen/x/a.go'], ['gen.go', 'x/gen/a.go']],
      ['**/gen/**', ['gen/a.go', 'x/gen/y/a.go'], ['gen.go', 'x/general/a.go']],
      ['x/**/a.go', ['x/a.go', 'x/y/z/a.go'], ['a.go', 'xa.go']],
      ['a?.go', ['ab.go', 'aä.go'], ['a.go', 'abc.go', 'a/.go']],
      ['x/*/a.go', ['x/y/a.go'], ['x/a.go', 'x/y/z/a.go']],
      ['./a.go', ['a.go'], ['x/a.go']],
      ['!a.go', ['!a.go'], ['a.go', 'b.go']],
      ['a+b.go', ['a+b.go'], ['aab.go']],
      ['a.go', ['a.go'], ['axgo']],
    ] as const) {
      const isExcluded = excludedBy([glob]);
      for (const path of matched) {
        assert.equal(isExcluded(path), true, `${glob} matches ${path}`);
      }
      for (const path of others) {
        assert.equal(isExcluded(path), false, `${glob} does not match ${path}`);
      }
    }
  });

  it('are those of any of the globs, and none without one', () => {
    const isExcluded = excludedBy(['a.go', 'gen/**']);
    assert.deepEqual(['a.go', 'gen/b.go', 'b.go'].map(isExcluded), [true, true, false]);
    assert.equal(excludedBy([])('a.go'), false);
  });

  it('are none for a glob that is none', () => {
    for (const glob of ['[', '(', '{', '***(', '[[:x:]]', '?'.repeat(1000)]) {
      assert.equal(excludedBy([glob])('a.go'), false, glob);
    }
  });
});

describe('rules of a project', () => {
  it('are on, off, or off in some files', () => {
    const rulesIn = rulesBy({
      'queue-head': false,
      'pool-missing': true,
      'sort-slice': { exclude: ['tools/**', '**/*_old.go'] },
      'pool-unbounded': { exclude: ['tools/**'], excludeTypes: ['bytes.Buffer'] },
    });
    const always = { 'queue-head': false, 'pool-missing': true };
    const buffers = { 'pool-unbounded': { excludeTypes: ['bytes.Buffer'] } };
    assert.deepEqual(rulesIn('a.go'), { ...always, ...buffers });
    assert.deepEqual(rulesIn('tools/a/b.go'), {
      ...always,
      'sort-slice': false,
      'pool-unbounded': false,
    });
    assert.deepEqual(rulesIn('x/y_old.go'), { ...always, ...buffers, 'sort-slice': false });
  });
});
