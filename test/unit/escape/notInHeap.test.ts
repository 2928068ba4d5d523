/** What the runtime keeps off the heap. That its verdicts are the compiler's: test/oracle/escapes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPackage } from '../../../server/src/engine/checker/packageChecker.ts';
import { Program } from '../../../server/src/engine/checker/program.ts';
import { pointsOffHeap } from '../../../server/src/engine/escape/notInHeap.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import { sourceFileOf } from '../../support/checkedGo.ts';

const MARKER = `package sys
type nih struct{}
type NotInHeap struct{ _ nih }
`;

const TYPES = `package runtime
import "internal/runtime/sys"
type span struct {
	_    sys.NotInHeap
	next *span
	free []span
}
type holder struct { inside [2]span }
type list struct { first *span; count int }
type off *span
type offNested *holder
type offSlice []span
type offStruct list
type offArray [2]list
type on *list
type onMixed struct { first *span; name string }
type onMap map[int]*span
`;

describe('pointers to what is not on the heap', () => {
  const amd64 = architectureOf('amd64');
  assert.ok(amd64);
  const sizes = new GoSizes(amd64);
  const program = new Program(
    (path) => ({
      path,
      load: () => ({ path, name: 'sys', files: [sourceFileOf('/sys.go', MARKER)] }),
    }),
    sizes,
  );
  for (const path of ['runtime', 'example.com/runtime']) {
    const checked = checkPackage(
      { path, name: 'runtime', files: [sourceFileOf('/runtime.go', TYPES)] },
      { sizes, importPackage: (imported) => program.imported(imported, path) },
    );
    for (const name of [
      'off',
      'offNested',
      'offSlice',
      'offStruct',
      'offArray',
      'on',
      'onMixed',
      'onMap',
    ]) {
      it(`${name} of ${path}`, () => {
        const object = checked.package.scope.lookUp(name);
        assert.ok(object?.kind === 'typeName');
        assert.equal(pointsOffHeap(object.type), path === 'runtime' && name.startsWith('off'));
      });
    }
  }
});
