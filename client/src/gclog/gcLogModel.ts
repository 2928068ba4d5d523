/** What the view of a log shows: plain data, made of what the engine has read. */
import { english, type Localize } from '../../../server/src/engine/features/localize.ts';
import { findingsOf } from '../../../server/src/engine/gclog/findings.ts';
import { allocationText } from '../../../server/src/engine/gclog/allocationText.ts';
import {
  measureRun,
  type Distribution,
  type RunMeasures,
} from '../../../server/src/engine/gclog/measures.ts';
import {
  milliseconds,
  percent,
  seconds,
  wholeMegabytes,
} from '../../../server/src/engine/gclog/quantity.ts';
import type { GcLog } from '../../../server/src/engine/gclog/reader.ts';
import type { Run } from '../../../server/src/engine/gclog/run.ts';
import { scavengingOf } from '../../../server/src/engine/gclog/scavenging.ts';
import { costOfGogc } from '../../../server/src/engine/scripts/gogcCost.ts';
import type { GcFigure, GcLogModel, GcRun } from '../webview/gcLogProtocol.ts';
import { rememberedCosts } from './rememberedCosts.ts';

const gogcModel = rememberedCosts(costOfGogc);

export function gcLogModel(log: GcLog, name: string, localize: Localize = english): GcLogModel {
  return {
    name,
    countLines: log.countLines,
    countRejects: log.countRejects,
    rejects: log.rejects,
    runs: log.runs.map((run, index) => runModel(run, index + 1, localize)),
  };
}

function runModel(run: Run, number: number, localize: Localize): GcRun {
  const measures = measureRun(run);
  const { intervalSeconds, allocatedMB, gcCpuPercent, assistCpuPercent } = measures.each;
  const scavenging = scavengingOf(run);
  const { cycles } = run;
  const column = (field: Parameters<typeof cycles.column>[0]) => cycles.column(field).slice();
  return {
    title: localize(
      '{0}: {1} cycles, lines {2} to {3}',
      run.source === '' ? number : `${number} ${run.source}`,
      cycles.count,
      run.firstLine,
      run.lastLine,
    ),
    countCycles: cycles.count,
    columns: {
      line: column('line'),
      number: column('number'),
      seconds: column('seconds'),
      heapStartMB: column('heapStartMB'),
      heapEndMB: column('heapEndMB'),
      heapLiveMB: column('heapLiveMB'),
      goalMB: column('goalMB'),
      sweepTermMs: column('sweepTermMs'),
      markTermMs: column('markTermMs'),
      markMs: column('markMs'),
      assistCpuMs: column('assistCpuMs'),
      stacksMB: column('stacksMB'),
      globalsMB: column('globalsMB'),
      gcCpuPercent,
      assistCpuPercent,
      allocatedMBPerSecond: allocatedMB.map((mb, row) => {
        const span = intervalSeconds[row] ?? NaN;
        return span > 0 ? mb / span : NaN;
      }),
      scavengedBackgroundMB: scavenging.backgroundMB,
      scavengedEagerMB: scavenging.eagerMB,
      releasedMB: scavenging.releasedMB,
      isForced: column('isForced'),
    },
    figures: figuresOf(measures, localize),
    findings: findingsOf(run, { measures, localize, gogcModel }),
  };
}

function figuresOf(measures: RunMeasures, localize: Localize): GcFigure[] {
  const spread = ({ p50, p99, max }: Distribution, text: (value: number) => string) =>
    `${text(p50)} · ${text(p99)} · ${text(max)}`;
  return [
    {
      label: localize('Cycles'),
      text: localize('{0}, {1} forced', measures.countCycles, measures.countForced),
    },
    {
      label: localize('Interval (p50 · p99 · max)'),
      text: spread(measures.intervalSeconds, seconds),
    },
    {
      label: localize('Live heap (p50 · p99 · max)'),
      text: spread(measures.liveMB, wholeMegabytes),
    },
    {
      label: localize('Heap goal (p50 · p99 · max)'),
      text: spread(measures.goalMB, wholeMegabytes),
    },
    { label: localize('Pauses (p50 · p99 · max)'), text: spread(measures.pausesMs, milliseconds) },
    { label: localize('Pauses in all'), text: milliseconds(measures.pausesMs.sum) },
    { label: localize('Marking (p50 · p99 · max)'), text: spread(measures.markMs, milliseconds) },
    { label: localize('CPU of GC'), text: percent(measures.gcCpuPercent) },
    { label: localize('Assists, of that'), text: percent(measures.assistPercent) },
    { label: localize('Allocation'), text: allocationText(measures, localize) },
  ];
}
