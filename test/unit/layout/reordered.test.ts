import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byteCells } from '../../../server/src/engine/layout/byteCells.ts';
import { reordered } from '../../../server/src/engine/layout/reordered.ts';
import { StructType } from '../../../server/src/engine/types/types.ts';
import { namedType, structsWithText } from '../../support/goTypeTexts.ts';
import { reportOf } from './reports.ts';

describe('the report of a struct in its best order', () => {
  it('is that of the struct written so', () => {
    let count = 0;
    for (const { name, type } of structsWithText(200, 16)) {
      const report = reportOf(type);
      const better = reordered(report);
      assert.equal(better === undefined, report.best === undefined);
      const { underlying } = type;
      if (better && report.best && underlying.kind === 'struct') {
        const fields = report.best.indexes.flatMap((index) => underlying.fields[index] ?? []);
        const written = reportOf(namedType(name, new StructType(fields)));
        assert.deepEqual(better, written);
        assert.equal(byteCells(better, 0, better.allocatedBytes).length, better.allocatedBytes);
        count++;
      }
    }
    assert.ok(count > 50);
  });
});
