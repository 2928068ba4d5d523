/** Reports for tests, of types made by hand. */
import assert from 'node:assert/strict';
import { NEWEST_RUNTIME } from '../../../server/src/engine/goruntime/runtimes.ts';
import { heapObject } from '../../../server/src/engine/layout/allocation.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { isUnknown, type LayoutReport } from '../../../server/src/engine/layout/report.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import {
  layoutReport,
  type ReportContext,
} from '../../../server/src/engine/layout/structReport.ts';
import { StructType, type Type } from '../../../server/src/engine/types/types.ts';
import { fieldOf, namedType } from '../../support/goTypeTexts.ts';

export function contextFor(goarch = 'amd64'): ReportContext {
  const architecture = architectureOf(goarch);
  assert.ok(architecture);
  const { wordBytes } = architecture;
  return {
    sizes: new GoSizes(architecture),
    allocate: (sizeBytes, { noscan }) =>
      heapObject(NEWEST_RUNTIME, sizeBytes, { noscan, wordBytes }),
  };
}

export function reportOf(type: Type, goarch = 'amd64'): LayoutReport {
  const report = layoutReport(type, contextFor(goarch));
  assert.ok(!isUnknown(report), JSON.stringify(report));
  return report;
}

export function structOf(fields: Readonly<Record<string, Type>>): StructType {
  return new StructType(Object.entries(fields).map(([name, type]) => fieldOf(name, type)));
}

/** The report of `type NAME struct { FIELDS }`. */
export function structReportOf(
  fields: Readonly<Record<string, Type>>,
  goarch = 'amd64',
  name = 'T',
): LayoutReport {
  return reportOf(namedType(name, structOf(fields)), goarch);
}
