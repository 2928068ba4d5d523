import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savedBytes, wasteBytes } from '../../../server/src/engine/layout/report.ts';
import { layoutReport } from '../../../server/src/engine/layout/structReport.ts';
import type { VarObject } from '../../../server/src/engine/types/objects.ts';
import { Package } from '../../../server/src/engine/types/package.ts';
import { Scope } from '../../../server/src/engine/types/scope.ts';
import {
  ArrayType,
  InterfaceType,
  Named,
  PointerType,
  SliceType,
  StructType,
  type Type,
  TypeParameter,
  Unknown,
} from '../../../server/src/engine/types/types.ts';
import { TypeName } from '../../../server/src/engine/types/objects.ts';
import { basicTypes, universe } from '../../../server/src/engine/types/universe.ts';
import { atomicInt64, fieldOf, namedType, structsWithText } from '../../support/goTypeTexts.ts';
import { contextFor, reportOf, structOf, structReportOf } from './reports.ts';

const { bool, int8, int32, int64, uint32, string } = basicTypes;

/** samples/padding.go: sampleLoose */
const LOOSE = { valid: bool, stamp: int64, kind: int8, series: uint32, final: bool };

function reasonFor(type: Type): string {
  const report = layoutReport(type, contextFor());
  assert.ok('reason' in report);
  return report.reason;
}

describe('the report of a struct', () => {
  it('says where its fields stand', () => {
    const report = structReportOf(LOOSE);
    assert.deepEqual(
      report.fields.map(({ name, type, offsetBytes, sizeBytes, alignBytes, padAfterBytes }) => [
        name,
        type,
        offsetBytes,
        sizeBytes,
        alignBytes,
        padAfterBytes,
      ]),
      [
        ['valid', 'bool', 0, 1, 1, 7],
        ['stamp', 'int64', 8, 8, 8, 0],
        ['kind', 'int8', 16, 1, 1, 3],
        ['series', 'uint32', 20, 4, 4, 0],
        ['final', 'bool', 24, 1, 1, 7],
      ],
    );
    const { type, goarch, sizeBytes, alignBytes, ptrdataBytes, scan, paddingBytes } = report;
    assert.deepEqual(
      { type, goarch, sizeBytes, alignBytes, ptrdataBytes, scan, paddingBytes },
      {
        type: 'T',
        goarch: 'amd64',
        sizeBytes: 32,
        alignBytes: 8,
        ptrdataBytes: 0,
        scan: false,
        paddingBytes: 17,
      },
    );
  });

  it('can be sent', () => {
    const report = structReportOf({ ...LOOSE, inner: structOf(LOOSE), list: new SliceType(bool) });
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('has an order that costs less', () => {
    const report = structReportOf(LOOSE);
    assert.deepEqual(report.best, {
      sizeBytes: 16,
      allocatedBytes: 16,
      classBytes: 16,
      headerBytes: 0,
      isTiny: false,
      ptrdataBytes: 0,
      paddingBytes: 1,
      order: ['valid', 'kind', 'final', 'series', 'stamp'],
      indexes: [0, 2, 4, 3, 1],
      cautions: [],
    });
    assert.equal(savedBytes(report), 16);
    assert.equal(wasteBytes(report), 17);
    assert.equal(structReportOf({ a: int64, b: bool }).best, undefined);
  });

  it('counts the padding inside of fields by itself', () => {
    const inner = structOf({ a: bool, b: int32 });
    const report = structReportOf({ list: new ArrayType(3, inner), last: bool });
    assert.equal(report.sizeBytes, 28);
    assert.equal(report.paddingBytes, 3);
    assert.equal(report.innerPaddingBytes, 9);
    for (const { type } of structsWithText(200, 11)) {
      const { sizeBytes, paddingBytes, innerPaddingBytes, fields } = reportOf(type);
      const sum = fields.reduce((bytes, field) => bytes + field.sizeBytes, 0);
      assert.equal(sum + paddingBytes, sizeBytes);
      assert.ok(innerPaddingBytes >= 0);
    }
  });

  it('opens structs in it, and arrays of them', () => {
    const inner = namedType('Inner', structOf({ name: string, ok: bool }));
    const grid = new ArrayType(2, new ArrayType(3, inner));
    const report = structReportOf({ one: inner, grid, list: new SliceType(inner) });
    const [one, many, list] = report.fields;
    assert.deepEqual(
      one?.fields?.map(({ name, offsetBytes, padAfterBytes, pointerOffsetsBytes }) => [
        name,
        offsetBytes,
        padAfterBytes,
        pointerOffsetsBytes,
      ]),
      [
        ['name', 0, 0, [0]],
        ['ok', 16, 7, undefined],
      ],
    );
    assert.deepEqual(many?.array, { length: 6, elementBytes: 24 });
    assert.deepEqual(many.fields, one.fields);
    assert.equal(many.type, '[2][3]Inner');
    assert.deepEqual(
      [list?.array, list?.fields, list?.pointerOffsetsBytes],
      [undefined, undefined, [0]],
    );
  });

  it('opens no more than can be looked at', () => {
    let type: Type = structOf({ a: bool, b: bool });
    for (let depth = 0; depth < 20; depth++) {
      type = namedType(`N${depth}`, structOf({ a: type, b: type }));
    }
    const report = reportOf(type);
    assert.equal(report.sizeBytes, 2 ** 21);
    assert.equal(report.innerPaddingBytes, 0);
    assert.ok(JSON.stringify(report).length < 1_000_000);
  });

  it('says where things are, by whatever its caller calls a place', () => {
    const type = namedType('T', structOf({ a: bool }));
    const report = layoutReport(type, {
      ...contextFor(),
      placeOf: (object: VarObject | TypeName) => `${object.kind} ${object.name}`,
    });
    assert.ok(!('reason' in report));
    assert.equal(report.place, 'typeName T');
    assert.equal(report.fields[0]?.place, 'var a');
  });
});

describe('the report of another type', () => {
  it('has no fields, and says what the collector looks at', () => {
    const slice = reportOf(new SliceType(bool));
    assert.deepEqual(
      [slice.type, slice.sizeBytes, slice.ptrdataBytes, slice.scan, slice.fields],
      ['[]bool', 24, 8, true, []],
    );
    assert.deepEqual(slice.pointerOffsetsBytes, [0]);
    assert.deepEqual(reportOf(new InterfaceType([], [])).pointerOffsetsBytes, [0, 8]);
    assert.equal(reportOf(bool).pointerOffsetsBytes, undefined);
  });

  it('has the fields of the structs that an array is of', () => {
    const report = reportOf(new ArrayType(4, structOf(LOOSE)));
    assert.deepEqual(report.array, { length: 4, elementBytes: 32 });
    assert.equal(report.fields.length, 5);
    assert.equal(report.best, undefined);
    assert.deepEqual([report.paddingBytes, report.innerPaddingBytes], [0, 4 * 17]);
  });
});

describe('an order of fields that was chosen', () => {
  const keptBecause = (fields: Readonly<Record<string, Type>>) => {
    const { best, orderKeptBecause } = structReportOf(fields);
    assert.equal(best === undefined, orderKeptBecause !== undefined);
    return orderKeptBecause;
  };
  const inPackage = (path: string, name: string, type: Type) =>
    namedType(name, type, new Package(path, path, new Scope(universe)));

  it('is kept: padding by hand, the layout of the host', () => {
    assert.equal(keptBecause({ a: bool, _: new ArrayType(7, int8), b: int64, c: bool }), 'blank');
    const host = inPackage('structs', 'HostLayout', structOf({}));
    assert.equal(keptBecause({ _: host, a: bool, b: int64, c: bool }), 'hostLayout');
    const pad = inPackage('golang.org/x/sys/cpu', 'CacheLinePad', structOf({ x: int64 }));
    assert.equal(keptBecause({ a: bool, b: int64, pad, c: bool }), 'cacheLine');
  });

  it('is not, where the blank field takes no room', () => {
    const noCopy = namedType('noCopy', structOf({}));
    assert.equal(keptBecause({ _: noCopy, a: bool, b: int64, c: bool }), undefined);
  });
});

describe('words of 64 bits that may be used atomically', () => {
  const FIELDS = {
    n: int64,
    p: new PointerType(bool),
    ok: bool,
    q: new PointerType(bool),
    end: bool,
  };

  it('stay in front on machines of 32 bits', () => {
    const { best } = structReportOf(FIELDS, '386');
    assert.equal(best?.order[0], 'n');
    assert.equal(best.sizeBytes, 20);
    const counters = namedType('counters', structOf({ hits: int64, misses: int64 }));
    assert.equal(structReportOf({ ...FIELDS, n: counters }, '386').best?.order[0], 'n');
  });

  it('move on those of 64 bits, with a caution', () => {
    const { best } = structReportOf(FIELDS);
    assert.deepEqual(best?.order.slice(0, 2), ['p', 'q']);
    assert.deepEqual(best.cautions, ['atomic64']);
    // This one is aligned wherever it stands.
    assert.deepEqual(structReportOf({ ...FIELDS, n: atomicInt64.type }).best?.cautions, []);
  });
});

describe('a layout that cannot be known', () => {
  it('is told with the way to the reason', () => {
    const missing = new Unknown('package x is not found');
    assert.equal(reasonFor(missing), 'package x is not found');
    const holder = structOf({ ok: bool, list: new ArrayType(2, structOf({ of: missing })) });
    assert.equal(reasonFor(holder), 'field list: field of: package x is not found');
    assert.equal(reasonFor(new ArrayType(-1, bool)), 'the length of the array is not known');
  });

  it('is that of a generic type', () => {
    const { type } = new TypeName(
      'E',
      undefined,
      undefined,
      (self) => new TypeParameter(self, 0, () => new InterfaceType([], [])),
    );
    assert.equal(
      reasonFor(structOf({ element: type })),
      'field element: depends on the type parameter E',
    );
  });

  it('is that of a type that holds itself', () => {
    const { type } = new TypeName('T', undefined, undefined, (self) => {
      const named: Named = new Named(self, {
        underlying: () => new StructType([fieldOf('next', named)]),
        methods: () => new Map(),
      });
      return named;
    });
    assert.equal(reasonFor(type), 'field next: the type holds itself');
  });
});
