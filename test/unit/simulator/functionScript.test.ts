import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionScript } from '../../../client/src/simulator/functionScript.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import type { SimulatedAllocation } from '../../../server/src/protocol.ts';

function allocation(change: Partial<SimulatedAllocation>): SimulatedAllocation {
  return {
    what: 'new(T)',
    label: '48 B',
    line: 3,
    frequency: 'call',
    countObjects: 1,
    sizeBytes: 48,
    isArray: false,
    hasPointers: true,
    ...change,
  };
}

describe('a function as a script', () => {
  const once = { allocation: allocation({}), perCall: 1, length: 1 };
  const texts = {
    allocation: allocation({ sizeBytes: 1, isArray: true, hasPointers: false }),
    perCall: 10,
    length: 300,
  };
  const found = { name: 'f', allocations: [] };

  it('has each of its objects as often as it is made', () => {
    const { name, json } = functionScript(found, {
      callsPerSecond: 1000,
      callsAlive: 20,
      sites: [once, texts],
    });
    const { script, problem } = readScript(json);
    assert.equal(problem, undefined);
    assert.equal(name, 'f');
    assert.deepEqual(script.phases, [
      {
        count: 110_000,
        ring: 220,
        clear: false,
        goroutines: 1,
        spinNs: 90_909,
        classes: [
          { size: 48, scan: true, weight: 1 },
          { size: 300, scan: false, weight: 10 },
        ],
      },
    ]);
  });

  it('can be simulated, however large the numbers are', () => {
    const { json } = functionScript(found, {
      callsPerSecond: 1_000_000,
      callsAlive: 1_000_000,
      sites: [{ ...texts, perCall: 1_000_000, length: 1_000_000 }],
    });
    assert.equal(readScript(json).problem, undefined);
  });
});
