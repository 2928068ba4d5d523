/** What a page is told of a log, bit by bit: in the end it has all that the model has. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gcLogModel } from '../../../client/src/gclog/gcLogModel.ts';
import { grown, growthSince, openingOf } from '../../../client/src/gclog/growth.ts';
import type { GcLogModel, ToGcLogView } from '../../../client/src/webview/gcLogProtocol.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

function modelOf(countCycles: number): GcLogModel {
  const text = Array.from(
    { length: countCycles },
    (_, index) =>
      `gc ${index + 1} @${(index / 100).toFixed(3)}s 2%: 0.01+1.5+0.02 ms clock, ` +
      `0.02+0.1/1/0.2+0.04 ms cpu, ${4 + (index % 9)}->${5 + (index % 9)}->3 MB, 8 MB goal, ` +
      '0 MB stacks, 0 MB globals, 2 P',
  );
  return gcLogModel(readGcLog(text.join('\n')), 'server.log');
}

/** What the page knows after these messages. */
function told(messages: readonly ToGcLogView[]): GcLogModel | undefined {
  let log: GcLogModel | undefined;
  for (const message of messages) {
    if (message.type === 'opened') {
      ({ log } = message);
    } else if (message.type === 'grown' && log) {
      log = grown(log, message.growth);
    }
  }
  return log;
}

describe('what a page is told of a log', () => {
  it('is all at once where it is short', () => {
    const model = modelOf(40);
    assert.deepEqual(openingOf(model), [{ type: 'opened', log: model }]);
  });

  it('begins with an outline where it is long, and then has all', () => {
    const model = modelOf(30_000);
    const messages = openingOf(model);
    const [run] = told(messages.slice(0, 1))?.runs ?? [];
    assert.equal(messages.length, 2);
    assert.ok(run && run.countCycles > 500 && run.countCycles < 5000, String(run?.countCycles));
    assert.deepEqual([run.columns.number[0], run.columns.number.at(-1)], [1, 30_000]);
    assert.equal(run.columns.line.length, run.countCycles);
    assert.deepEqual(told(messages), model);
  });

  it('is only what is new of a log that has grown', () => {
    const before = modelOf(50);
    const after = modelOf(60);
    const growth = growthSince(before, after);
    assert.equal(growth.runs[0]?.run.columns.number.length, 11);
    assert.deepEqual(grown(before, growth), after);
  });
});
