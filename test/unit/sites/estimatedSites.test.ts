import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Allocation } from '../../../server/src/engine/alloc/allocations.ts';
import type { Frequency } from '../../../server/src/engine/frequency/frequency.ts';
import { estimatedSites } from '../../../server/src/engine/sites/estimatedSites.ts';
import type { SiteFunction } from '../../../server/src/engine/sites/site.ts';

function goroutine(frequency: Frequency): Allocation {
  return {
    kind: 'runtime',
    operation: 'goroutine',
    offset: 0,
    what: 'go f()',
    frequency,
    countObjects: 0,
  };
}

function functionOf(
  name: string,
  allocations: SiteFunction['allocations'],
  calls: SiteFunction['calls'] = [],
): SiteFunction {
  return {
    path: '/m/m.go',
    declared: name,
    firstLine: 1,
    lastLine: 9,
    calledAs: `m.${name}`,
    allocations,
    findings: [],
    unreported: [],
    calls,
  };
}

describe('estimated sites', () => {
  it('are more in loops, and where many call; what happens seldom is none', () => {
    const sites = estimatedSites([
      functionOf('rare', [{ line: 1, allocation: goroutine('error') }]),
      functionOf('once', [{ line: 2, allocation: goroutine('call') }]),
      functionOf('loop', [{ line: 3, allocation: goroutine('iteration') }]),
      functionOf('called', [{ line: 4, allocation: goroutine('iteration') }]),
      functionOf('main', [], [{ callee: 'm.called', isInLoop: true }]),
    ]);
    assert.deepEqual(
      sites.map((site) => site.line),
      [4, 3, 2],
    );
  });
});
