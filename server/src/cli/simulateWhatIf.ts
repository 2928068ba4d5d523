/** Predictions of several settings side by side, as rows and as text. */
import { CYCLES_ACCURACY, PEAK_ACCURACY } from '../engine/heap/accuracy.ts';
import { settingFields, settingText } from '../engine/heap/setting.ts';
import type { Prediction, RealOutcome } from '../engine/heap/whatIf.ts';
import { bytesText, textTable } from './simulateText.ts';

export interface WhatIf {
  readonly prediction: Prediction;
  /** Where the script also ran for real. */
  readonly real: RealOutcome | undefined;
}

/** A row of `predictions`: a contract (docs/architecture.md). */
export function predictionRow({ prediction, real }: WhatIf): Readonly<Record<string, unknown>> {
  return {
    ...settingFields(prediction),
    numGC: prediction.numGC,
    seconds: prediction.seconds,
    cyclesPerSecond: prediction.cyclesPerSecond,
    peakHeapBytes: prediction.peakHeapBytes,
    peakMappedBytes: prediction.peakMappedBytes,
    nonHeapBytes: prediction.nonHeapBytes,
    gcCpuShare: prediction.gcCpuShare,
    assistShare: prediction.assistShare,
    pausedNsPerSecond: prediction.pausedNsPerSecond,
    longestPauseNs: prediction.longestPauseNs,
    outOfMemory: prediction.outOfMemory,
    error: { numGC: CYCLES_ACCURACY, peakHeapBytes: PEAK_ACCURACY },
    real: real ? { ...real, resident: real.resident ?? null } : null,
  };
}

export function whatIfLines(rows: readonly WhatIf[]): string[] {
  const band = (share: number) => `±${Math.round(100 * share)}%`;
  const heads = [
    'setting',
    `peak heap ${band(PEAK_ACCURACY.p90)}`,
    'peak mapped',
    `GC cycles ${band(CYCLES_ACCURACY.p90)}`,
    'GC/s',
    'GC CPU',
    'of it assists',
    'stopped',
  ];
  return [
    ...textTable(
      heads,
      rows.flatMap(({ prediction, real }) => [
        predictedCells(prediction),
        ...(real === undefined ? [] : [realCells(real)]),
      ]),
    ),
    '±: nine of ten predictions were off by no more, on a machine that did nothing else.',
    'Columns without it follow from modelled times, and were not compared.',
    ...hugePageLines(rows),
  ];
}

function predictedCells(prediction: Prediction): string[] {
  const { peakHeapBytes, peakMappedBytes, cyclesPerSecond, gcCpuShare, assistShare } = prediction;
  return [
    settingText(prediction),
    prediction.outOfMemory ? 'above 16 GiB' : bytesText(peakHeapBytes),
    bytesText(peakMappedBytes),
    String(prediction.numGC),
    cyclesPerSecond.toFixed(2),
    percentText(gcCpuShare),
    percentText(shareOf(assistShare, gcCpuShare)),
    `${(prediction.pausedNsPerSecond / 1000).toFixed(0)} µs/s`,
  ];
}

function realCells(real: RealOutcome): string[] {
  return [
    'really',
    bytesText(real.peakHeapBytes),
    real.resident ? `${bytesText(real.resident.peakBytes)} resident` : '–',
    String(real.numGC),
    real.cyclesPerSecond.toFixed(2),
    percentText(real.gcCpuShare),
    percentText(shareOf(real.assistShare, real.gcCpuShare)),
    `${(real.pausedNsPerSecond / 1000).toFixed(0)} µs/s`,
  ];
}

function hugePageLines(rows: readonly WhatIf[]): string[] {
  return rows.flatMap(({ prediction, real }) =>
    real?.resident && real.resident.hugeBytes > 0
      ? [
          `${settingText(prediction)}: ${bytesText(real.resident.hugeBytes)} lay in huge pages at the end.`,
        ]
      : [],
  );
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function percentText(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
