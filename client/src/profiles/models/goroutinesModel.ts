import { at } from '../../../../server/src/engine/profile/columns.ts';
import { labelsOf } from '../../../../server/src/engine/profile/labels.ts';
import { framesOf, type Report } from '../../../../server/src/engine/profile/report.ts';
import type { GoroutineGroup, GoroutinesModel } from '../../webview/profileProtocol.ts';

interface Group {
  count: number;
  readonly states: Map<string, number>;
  waitMinutes: number;
  countLocked: number;
  readonly createdBy: string;
  readonly frames: readonly string[];
}

/** Goroutines by where they stand. What state they are in is in dumps (`debug=2`) only. */
export function goroutinesModel(report: Report): GoroutinesModel {
  const { profile, column } = report;
  const stackOf = stacks(report);
  const groups = new Map<string, Group>();
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const count = Number(at(column, sample));
    const { texts, numbers } = labelsOf(profile, sample);
    const frames = stackOf(sample);
    const createdBy = texts.get('created by')?.[0] ?? '';
    const key = [...frames, createdBy].join('\n');
    const group = groups.get(key) ?? {
      count: 0,
      states: new Map<string, number>(),
      waitMinutes: 0,
      countLocked: 0,
      createdBy,
      frames,
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
  return {
    groups: [...groups.values()]
      .filter(({ count }) => count !== 0)
      .map(plainGroup)
      .sort((a, b) => Math.abs(b.count) - Math.abs(a.count) || b.waitMinutes - a.waitMinutes),
  };
}

function plainGroup({ states, ...group }: Group): GoroutineGroup {
  return {
    ...group,
    states: [...states]
      .map(([state, count]) => ({ state, count }))
      .sort((a, b) => b.count - a.count),
  };
}

/** The names of a sample's frames, the leaf first. */
function stacks(report: Report): (sample: number) => string[] {
  const { names, from, to, ofLocation } = framesOf(report);
  const { stackFrom, stackTo, stack } = report.profile.samples;
  return (sample) =>
    [...stack.subarray(stackFrom[sample] ?? 0, stackTo[sample] ?? 0)].flatMap((location) =>
      Array.from(
        ofLocation.subarray(from[location] ?? 0, to[location] ?? 0),
        (index) => names[index] ?? '',
      ),
    );
}
