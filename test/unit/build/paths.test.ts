import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import {
  below,
  cleanPath,
  fromNative,
  isAbsolutePath,
  joinPath,
  parentOf,
  relativeTo,
  upwards,
} from '../../../server/src/engine/build/paths.ts';

const PATHS = ['/', '/a', '/a/b', '/a//b/', '/a/./b/../c', '/../a', '/a/b/../../..', '/ä b/c.go'];

describe('paths', () => {
  it('are those of POSIX where there are no drives', () => {
    for (const path of PATHS) {
      const clean = cleanPath(path);
      assert.equal(clean, posix.resolve(path));
      assert.equal(parentOf(clean), posix.dirname(clean));
      assert.equal(below(clean, 'x'), posix.join(clean, 'x'));
      for (const other of [...PATHS, '.', '..', 'x', './x/y', '../x']) {
        assert.equal(joinPath(clean, other), posix.resolve(clean, other));
        const resolved = posix.resolve(clean, other);
        const relative = posix.relative(clean, resolved);
        assert.equal(
          relativeTo(clean, resolved),
          /^\.\.(?:\/|$)/.test(relative) ? undefined : relative,
        );
      }
    }
  });

  it('begin with a drive or a server on Windows', () => {
    const path = fromNative('C:\\Users\\me\\..\\you', true);
    assert.ok(isAbsolutePath(path));
    assert.equal(cleanPath(path), 'C:/Users/you');
    assert.equal(parentOf('C:/Users'), 'C:/');
    assert.deepEqual([...upwards('C:/Users/me')], ['C:/Users/me', 'C:/Users', 'C:/']);
    assert.equal(joinPath('C:/Users/me', '../go/pkg'), 'C:/Users/go/pkg');
    assert.equal(joinPath('C:/Users', 'D:/x'), 'D:/x');
    assert.equal(relativeTo('C:/', 'C:/Users'), 'Users');
    assert.equal(cleanPath('//server/share/a/..'), '//server/share');
    assert.deepEqual([...upwards('//server/share/a')], ['//server/share/a', '//server/share']);
    assert.equal(fromNative('/a\\b', false), '/a\\b');
  });
});
