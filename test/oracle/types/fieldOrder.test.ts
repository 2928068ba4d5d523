/**
 * Whether the compiler lays out our structs as our reports say, and lays them out in the best order
 * with the size and the pointer data that the reports promise.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { NEWEST_RUNTIME } from '../../../server/src/engine/goruntime/runtimes.ts';
import { heapObject } from '../../../server/src/engine/layout/allocation.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { byteRuns } from '../../../server/src/engine/layout/byteRuns.ts';
import { isUnknown, type LayoutReport } from '../../../server/src/engine/layout/report.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import { layoutReport } from '../../../server/src/engine/layout/structReport.ts';
import { structsWithText, type StructWithText } from '../../support/goTypeTexts.ts';
import { MEASURING_GOARCHES } from '../../support/measuringGoarches.ts';
import { measuredLayouts, type MeasuredLayout } from './layouts.ts';

const COUNT = 300;
const SEED = 1_205;

function reportOn({ type }: StructWithText, goarch: string): LayoutReport {
  const architecture = architectureOf(goarch);
  assert.ok(architecture);
  const { wordBytes } = architecture;
  const report = layoutReport(type, {
    sizes: new GoSizes(architecture),
    allocate: (sizeBytes, { noscan }) =>
      heapObject(NEWEST_RUNTIME, sizeBytes, { noscan, wordBytes }),
  });
  assert.ok(!isUnknown(report), JSON.stringify(report));
  return report;
}

/** `type NAME struct { … }` with its fields in this order. */
function declaration({ fields }: StructWithText, name: string, indexes: readonly number[]): string {
  const lines = indexes.flatMap((index) => {
    const field = fields[index];
    return field ? [`\t${field.name} ${field.text}`] : [];
  });
  return `type ${name} struct {\n${lines.join('\n')}\n}`;
}

for (const { goarch, skip } of MEASURING_GOARCHES) {
  describe(`reports on ${COUNT} structs for ${goarch}`, { skip }, () => {
    const structs = structsWithText(COUNT, SEED).map((struct) => ({
      struct,
      report: reportOn(struct, goarch),
    }));
    let measured: ReadonlyMap<string, MeasuredLayout>;

    before(() => {
      const declarations: string[] = ['package main', 'import "sync/atomic"', 'var _ atomic.Int64'];
      const asked: { readonly name: string; readonly fields: readonly string[] }[] = [];
      for (const { struct, report } of structs) {
        const { name, fields } = struct;
        declarations.push(declaration(struct, name, [...fields.keys()]));
        asked.push({ name, fields: fields.map((field) => field.name) });
        if (report.best) {
          declarations.push(declaration(struct, `${name}Best`, report.best.indexes));
          asked.push({ name: `${name}Best`, fields: report.best.order });
        }
      }
      measured = measuredLayouts({ source: declarations.join('\n\n'), structs: asked }, goarch);
    });

    it('say what the compiler does', () => {
      for (const { struct, report } of structs) {
        const found = measured.get(struct.name);
        assert.ok(found);
        assert.deepEqual(
          [
            report.sizeBytes,
            report.alignBytes,
            report.ptrdataBytes,
            report.allocatedBytes,
            report.fields.map(({ offsetBytes }) => offsetBytes),
          ],
          [
            found.sizeBytes,
            found.alignBytes,
            found.pointerBytes,
            found.allocatedBytes,
            found.offsetsBytes,
          ],
          declaration(struct, struct.name, [...struct.fields.keys()]),
        );
      }
    });

    it('have pointers up to where the collector looks for them', () => {
      for (const { struct, report } of structs) {
        const pointers = [...byteRuns(report)].filter(({ kind }) => kind === 'pointer');
        const end = pointers.at(-1)?.endBytes ?? 0;
        assert.equal(end, measured.get(struct.name)?.pointerBytes);
      }
    });

    it('promise of another order what the compiler makes of it', () => {
      let countBetter = 0;
      for (const { struct, report } of structs) {
        const found = measured.get(`${struct.name}Best`);
        if (report.best) {
          assert.ok(found);
          assert.deepEqual(
            [report.best.sizeBytes, report.best.ptrdataBytes, report.best.allocatedBytes],
            [found.sizeBytes, found.pointerBytes, found.allocatedBytes],
            declaration(struct, struct.name, report.best.indexes),
          );
          countBetter++;
        }
      }
      assert.ok(countBetter > COUNT / 4, String(countBetter));
    });
  });
}
