/** What the view of a log gets: columns that are the log's numbers, and figures and findings beside them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gcLogModel } from '../../../client/src/gclog/gcLogModel.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

const TEXT = readFileSync(new URL('../../fixtures/gclog/go1.26.log', import.meta.url), 'utf8');

describe('the model of a log', () => {
  const model = gcLogModel(readGcLog(`${TEXT}gc 77 @9.9oops\n`), 'server.log');
  const [run] = model.runs;

  it('has a value of each cycle in each column', () => {
    const lines = TEXT.split('\n');
    assert.ok(run);
    for (const column of Object.values(run.columns)) {
      assert.equal(column.length, run.countCycles);
    }
    for (let row = 0; row < run.countCycles; row++) {
      const { columns } = run;
      const text = lines[(columns.line[row] ?? 0) - 1] ?? '';
      assert.ok(text.startsWith(`gc ${columns.number[row] ?? ''} @`), text);
      const heap = [columns.heapStartMB[row], columns.heapEndMB[row], columns.heapLiveMB[row]];
      assert.ok(text.includes(`${heap.join('->')} MB, ${columns.goalMB[row] ?? ''} MB goal`), text);
    }
  });

  it('does not know what follows the last cycle', () => {
    assert.ok(Number.isNaN(run?.columns.gcCpuPercent.at(-1)));
    assert.ok(Number.isNaN(run?.columns.allocatedMBPerSecond.at(-1)));
  });

  it('has what assists take, and all that the scavenger gave back', () => {
    assert.ok(run);
    const { columns } = run;
    const sum = (values: Float64Array) =>
      values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0);
    const inLog = (pattern: RegExp) =>
      [...TEXT.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0) / 1024;
    assert.ok(sum(columns.scavengedBackgroundMB) > 0);
    assert.equal(sum(columns.scavengedBackgroundMB), inLog(/^scav (\d+) KiB work \(bg\)/gm));
    assert.equal(sum(columns.scavengedEagerMB), inLog(/, (\d+) KiB work \(eager\)/g));
    const last = Number([...TEXT.matchAll(/(\d+) KiB now/g)].at(-1)?.[1]) / 1024;
    assert.equal(
      columns.releasedMB.findLast((value) => !Number.isNaN(value)),
      last,
    );
    const assists = columns.assistCpuPercent;
    assert.ok(assists.some((value) => value > 0));
    assert.ok(assists.every((value, row) => !(value > (columns.gcCpuPercent[row] ?? NaN))));
  });

  it('does not know of the scavenger without its lines', () => {
    const plain = TEXT.split('\n').filter((line) => !line.startsWith('scav '));
    const [quiet] = gcLogModel(readGcLog(plain.join('\n')), 'server.log').runs;
    assert.ok(quiet?.columns.releasedMB.every((value) => Number.isNaN(value)));
  });

  it('has figures, findings with their lines, and what could not be read', () => {
    assert.ok(run);
    assert.equal(run.figures[0]?.text, `${run.countCycles}, 8 forced`);
    const forced = run.findings.find(({ text }) => text.includes('forced'));
    const line = TEXT.split('\n')[(forced?.line ?? 0) - 1] ?? '';
    assert.match(line, /\(forced\)$/);
    assert.deepEqual([model.countRejects, model.rejects[0]?.line], [1, model.countLines]);
  });
});
