/** Which instances of generic code are compiled with a package, found out of what is in its types. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPackage } from '../../../server/src/engine/checker/packageChecker.ts';
import { Program } from '../../../server/src/engine/checker/program.ts';
import { ReadInstances } from '../../../server/src/engine/compile/readInstances.ts';
import type { Callee } from '../../../server/src/engine/ir/func.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { sourceFileOf } from '../../support/checkedGo.ts';

/** A map as sync.Map is: what it has in it is an instance. */
const IMPORTED: Readonly<Record<string, string>> = {
  table:
    'package table\n\ntype Table[K any] struct{ key K }\n\nfunc (t *Table[K]) Load(key K) {}\n',
  sets: 'package sets\n\nimport "table"\n\ntype Map struct{ m table.Table[int] }\n\nfunc (m *Map) Load(key int) { m.m.Load(key) }\n',
  wide: `package wide\n\n${Array.from({ length: 500 }, (_, n) => `type T${n} struct{}\n\nfunc (t T${n}) M(a, b T${n + 1}) (c []T${n + 1}) { return nil }\n`).join('\n')}\ntype T500 struct{}\n`,
};

const sizes = new GoSizes(architectureOf('amd64') ?? assert.fail());

/** Whether `Load` of an instance is compiled with a package of that text. */
function isRead(text: string): boolean {
  const program = new Program((path) => {
    const imported = IMPORTED[path] ?? assert.fail(path);
    const files = [sourceFileOf(`/${path}.go`, imported)];
    return { path, load: () => ({ path, name: path, files }) };
  }, sizes);
  const { package: own } = checkPackage(
    { path: 'p', name: 'p', files: [sourceFileOf('/p.go', text)] },
    { sizes, importPackage: (path) => program.imported(path, 'p') },
  );
  const table = program.imported('table', 'p').scope.get('Table');
  assert.ok(table?.kind === 'typeName' && table.type.kind === 'named');
  const load = table.type.methods.get('Load') ?? assert.fail();
  const callee: Callee = { object: load, typeArguments: [basicTypes.int] };
  return new ReadInstances().has(own, callee);
}

describe('what instances a package reads', () => {
  it('are those of types that its own types have in them', () => {
    assert.equal(isRead('package p\n\nimport "sets"\n\nvar m sets.Map\n'), true);
    assert.equal(isRead('package p\n\nimport "sets"\n\nfunc f(m *sets.Map) { m.Load(1) }\n'), true);
    assert.equal(isRead('package p\n\nvar m int\n'), false);
  });

  it('are found however large the package is, and what it has of others', () => {
    const own = Array.from(
      { length: 2500 },
      (_, n) => `type own${n} struct{ before *own${n + 1} }

func (o *own${n}) method(a []own${n}, b map[int]own${n + 1}) (c own${n}) { return }
`,
    ).join('\n');
    const text = `package p

import (
	"sets"
	"wide"
)

var w wide.T0

${own}
type own2500 struct{ last *holder }

type holder struct{ m sets.Map }
`;
    assert.equal(isRead(text), true);
    assert.equal(isRead(text.replace('m sets.Map', 'm int').replace('\t"sets"\n', '')), false);
  });
});
