import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { isAssignable } from '../../server/src/engine/types/assignable.ts';
import { identical, identicalIgnoringTags } from '../../server/src/engine/types/identical.ts';
import {
  implementsInterface,
  missingMethod,
  satisfies,
} from '../../server/src/engine/types/implements.ts';
import { lookUpFieldOrMethod } from '../../server/src/engine/types/lookup.ts';
import { methodSetOf } from '../../server/src/engine/types/methodSet.ts';
import { objectId } from '../../server/src/engine/types/objectId.ts';
import type { FuncObject, VarObject } from '../../server/src/engine/types/objects.ts';
import { defaultType, isComparable, isGeneric } from '../../server/src/engine/types/predicates.ts';
import { shortTypeString, typeString } from '../../server/src/engine/types/typeString.ts';
import { typeSetOf } from '../../server/src/engine/types/typeSet.ts';
import { type InterfaceType, type Type, underlying } from '../../server/src/engine/types/types.ts';
import { type GraphNode, TypeGraph } from './typeGraph.ts';

/** `report` of `relations/main.go`. */
interface Report {
  readonly types: readonly GraphNode[];
  readonly roots: readonly Root[];
  readonly names: readonly {
    readonly package: string;
    readonly name: string;
    readonly addressable: boolean;
  }[];
  readonly identical: readonly string[];
  readonly ignoringTags: readonly string[];
  readonly assignable: readonly string[];
  readonly implements: readonly string[];
  readonly satisfies: readonly string[];
  readonly missingMethods: readonly (readonly string[])[];
}

interface Root {
  readonly type: number;
  readonly string: string;
  readonly short: string;
  readonly generic: boolean;
  readonly comparable: boolean;
  readonly default: number;
  readonly methodSet: readonly string[] | null;
  readonly lookups: readonly string[];
  readonly allMethods: readonly string[] | null;
  readonly isMethodSet: boolean;
}

describe('types relate as go/types says', () => {
  let report: Report;
  let graph: TypeGraph;
  let types: readonly Type[];

  before(() => {
    const text = execFileSync('go', ['run', '.'], {
      cwd: join(import.meta.dirname, 'relations'),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    report = JSON.parse(text) as Report;
    graph = new TypeGraph(report.types);
    types = report.roots.map((root) => graph.type(root.type));
    assert.ok(types.length > 500, 'there is too little to compare');
  });

  /** Compares what is said of each type. */
  function ofEach(ours: (type: Type, root: Root) => unknown, truth: (root: Root) => unknown): void {
    const differences = report.roots.flatMap((root, index) => {
      const type = types[index];
      assert.ok(type);
      const expected = JSON.stringify(truth(root));
      const actual = JSON.stringify(ours(type, root));
      return actual === expected ? [] : [`${root.string}: ${actual} is ${expected}`];
    });
    expectNone(differences);
  }

  /** Compares what is said of each pair of types; `-` stands where nothing is to be said. */
  function ofPairs(
    truth: readonly (string | readonly string[])[],
    ours: (a: Type, b: Type) => string,
  ): void {
    const differences: string[] = [];
    for (const [row, a] of types.entries()) {
      for (const [column, b] of types.entries()) {
        const expected = truth[row]?.[column];
        if (expected !== '-' && ours(a, b) !== expected) {
          const [left, right] = [report.roots[row]?.string, report.roots[column]?.string];
          differences.push(`${left} AND ${right}: is ${expected}`);
        }
      }
    }
    expectNone(differences);
  }

  it('as text', () => {
    ofEach(
      (type) => typeString(type),
      (root) => root.string,
    );
    ofEach(
      (type) => shortTypeString(type, graph.package('p')),
      (root) => root.short,
    );
  });

  it('generic, comparable and default types', () => {
    ofEach(isGeneric, (root) => root.generic);
    ofEach(isComparable, (root) => root.comparable);
    ofEach(
      (type) => typeString(defaultType(type)),
      (root) => typeString(graph.type(root.default)),
    );
  });

  it('method sets', () => {
    ofEach(
      (type) =>
        methodSetOf(type)
          .filter((method) => !method.needsPointer)
          .map(({ object, index }) => found(object, index))
          .sort(),
      (root) => [...(root.methodSet ?? [])].sort(),
    );
  });

  it('fields and methods by name', () => {
    for (const [index, name] of report.names.entries()) {
      const fromPackage = graph.package(name.package);
      ofEach(
        (type) => {
          const lookup = lookUpFieldOrMethod(type, name.addressable, fromPackage, name.name);
          return 'notFound' in lookup
            ? lookup.notFound
            : `${found(lookup.object, lookup.index)} indirect ${String(lookup.isIndirect)}`;
        },
        (root) => root.lookups[index],
      );
    }
  });

  it('type sets', () => {
    ofEach(
      (type) =>
        type.kind === 'interface'
          ? [typeSetOf(type).methods.map(objectId), typeSetOf(type).isMethodSet]
          : [[], false],
      (root) => [root.allMethods ?? [], root.isMethodSet],
    );
  });

  it('identity', () => {
    ofPairs(report.identical, (a, b) => digit(identical(a, b)));
    ofPairs(report.ignoringTags, (a, b) => digit(identicalIgnoringTags(a, b)));
  });

  it('assignability', () => {
    ofPairs(report.assignable, (a, b) => digit(isAssignable(a, b)));
  });

  it('interfaces and constraints', () => {
    ofPairs(report.implements, (a, b) => digit(implementsInterface(a, b)));
    ofPairs(report.satisfies, (a, b) => digit(satisfies(a, b)));
  });

  it('missing methods', () => {
    ofPairs(report.missingMethods, (a, b) => {
      const wanted = underlying(b);
      assert.ok(wanted.kind === 'interface');
      return `${missing(a, wanted, false)} ${missing(a, wanted, true)}`;
    });
  });
});

function expectNone(differences: readonly string[]): void {
  assert.equal(
    differences.length,
    0,
    [`${differences.length}:`, ...differences.slice(0, 30)].join('\n'),
  );
}

function found(object: VarObject | FuncObject, index: readonly number[]): string {
  const kind = object.kind === 'func' ? 'method' : 'field';
  return `${kind} ${objectId(object)} ${typeString(object.type)} via [${index.join(',')}]`;
}

function missing(type: Type, wanted: InterfaceType, isAssertion: boolean): string {
  const missed = missingMethod(type, wanted, isAssertion);
  if (missed === undefined) {
    return 'ok';
  }
  const isWrong = missed.reason === 'signature' || missed.reason === 'pointerReceiver';
  return `${missed.method.name}:${String(isWrong)}`;
}

function digit(is: boolean): string {
  return is ? '1' : '0';
}
