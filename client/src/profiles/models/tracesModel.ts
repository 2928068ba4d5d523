import { absolute, at } from '../../../../server/src/engine/profile/columns.ts';
import { keepSamples } from '../../../../server/src/engine/profile/selection.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { traces } from '../../../../server/src/engine/profile/traces.ts';
import type { TracesModel } from '../../webview/profileProtocol.ts';
import { packStacks } from '../../webview/stackColumns.ts';
import { cutReport } from './pivot.ts';

const MOST_TRACES = 1000;

/** The stacks that take most, each with its labels. */
export function tracesModel(report: Report, counts: Float64Array | undefined): TracesModel {
  const { samples } = report.profile;
  const all = Array.from({ length: samples.count }, (_, sample) => sample).filter(
    (sample) => (samples.stackFrom[sample] ?? 0) < (samples.stackTo[sample] ?? 0),
  );
  const size = (sample: number) => Number(absolute(at(report.column, sample)));
  const heaviest = new Set(
    all
      .filter((sample) => size(sample) !== 0)
      .sort((a, b) => size(b) - size(a))
      .slice(0, MOST_TRACES),
  );
  const cut = cutReport(
    report,
    keepSamples(report.profile, (sample) => heaviest.has(sample)),
  );
  /** In the order of the profile, as traces are. */
  const kept = all.filter((sample) => heaviest.has(sample));
  const found = [...traces(cut)]
    .map(({ value, labels, frames }, index) => ({
      value: Number(value),
      count: counts?.[kept[index] ?? 0],
      labels: labels.flatMap(({ key, values }) => values.map((text) => `${key}:${text}`)),
      frames,
    }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return {
    traces: found.map(({ value, count, labels }) => ({ value, count, labels })),
    stacks: packStacks(found.map(({ frames }) => frames)),
    countAll: all.length,
  };
}
