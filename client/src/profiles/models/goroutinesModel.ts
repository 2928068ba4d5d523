import { at } from '../../../../server/src/engine/profile/columns.ts';
import { labelsOf } from '../../../../server/src/engine/profile/labels.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { DistinctStacks } from '../../../../server/src/engine/profile/stacks.ts';
import { stackFrames } from '../../../../server/src/engine/profile/traces.ts';
import type { GoroutineGroup, GoroutinesModel } from '../../webview/profileProtocol.ts';
import { packStacks } from '../../webview/stackColumns.ts';

/** More would take seconds to be sent, and nobody looks at them. */
const MOST_GROUPS = 10_000;

interface Group {
  count: number;
  readonly states: Map<string, number>;
  waitMinutes: number;
  countLocked: number;
  readonly createdBy: string;
  /** One that stands there. */
  readonly sample: number;
}

/** Goroutines by where they stand. What state they are in is in dumps (`debug=2`) only. */
export function goroutinesModel(report: Report): GoroutinesModel {
  const { profile, column } = report;
  const stacks = new DistinctStacks(report);
  const groups = new Map<string, Group>();
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const count = Number(at(column, sample));
    const { texts, numbers } = labelsOf(profile, sample);
    const createdBy = texts.get('created by')?.[0] ?? '';
    const key = `${stacks.numberOf(sample)} ${createdBy}`;
    const group = groups.get(key) ?? {
      count: 0,
      states: new Map<string, number>(),
      waitMinutes: 0,
      countLocked: 0,
      createdBy,
      sample,
    };
    groups.set(key, group);
    group.count += count;
    for (const state of texts.get('state') ?? []) {
      group.states.set(state, (group.states.get(state) ?? 0) + count);
    }
    const wait = numbers.get('wait')?.[0]?.value ?? 0;
    group.waitMinutes = Math.max(group.waitMinutes, Number(wait));
    group.countLocked += texts.has('locked') ? count : 0;
  }
  const all = [...groups.values()]
    .filter(({ count }) => count !== 0)
    .sort((a, b) => Math.abs(b.count) - Math.abs(a.count) || b.waitMinutes - a.waitMinutes);
  const largest = all.slice(0, MOST_GROUPS);
  return {
    groups: largest.map(plainGroup),
    stacks: packStacks(
      largest.map(({ sample }) => stackFrames(profile.samples, stacks.table, sample)),
    ),
    countAll: all.length,
  };
}

function plainGroup({ count, states, waitMinutes, countLocked, createdBy }: Group): GoroutineGroup {
  return {
    count,
    states: [...states]
      .map(([state, inState]) => ({ state, count: inState }))
      .sort((a, b) => b.count - a.count),
    waitMinutes,
    countLocked,
    createdBy,
  };
}
