import { findingsOf } from '../engine/gclog/findings.ts';
import { costOfGogc } from '../engine/scripts/gogcCost.ts';
import { measureRun, type Distribution, type RunMeasures } from '../engine/gclog/measures.ts';
import { allocationText } from '../engine/gclog/allocationText.ts';
import { count, milliseconds, percent, seconds, wholeMegabytes } from '../engine/gclog/quantity.ts';
import type { GcLog } from '../engine/gclog/reader.ts';
import type { Run } from '../engine/gclog/run.ts';

const MOST_REJECTS_SHOWN = 10;
const MOST_STATES_SHOWN = 5;
const LABEL_WIDTH = 16;

export function* gcLogText(log: GcLog, name: string): Generator<string> {
  const rejects =
    log.countRejects === 0 ? '' : `, ${count(log.countRejects, 'line')} that could not be read`;
  yield `${name}: ${count(log.countLines, 'line')}, ${processes(log.runs.length)}${rejects}`;
  for (const [index, run] of log.runs.entries()) {
    yield '';
    yield* runText(run, index + 1);
  }
  if (log.countOmittedRuns > 0) {
    yield '';
    yield `${processes(log.countOmittedRuns)} more are left out`;
  }
  if (log.countRejects > 0) {
    yield '';
    yield 'Could not be read:';
    for (const { line, reason, text } of log.rejects.slice(0, MOST_REJECTS_SHOWN)) {
      yield `  line ${line}: ${reason}`;
      yield `    ${text}`;
    }
    if (log.countRejects > MOST_REJECTS_SHOWN) {
      yield `  and ${count(log.countRejects - MOST_REJECTS_SHOWN, 'line')} more`;
    }
  }
}

function* runText(run: Run, number: number): Generator<string> {
  const measures = measureRun(run);
  const source = run.source === '' ? '' : ` ${run.source}`;
  yield `Process ${number}${source}: lines ${run.firstLine} to ${run.lastLine}`;
  if (run.cycles.count > 0) {
    yield* cyclesText(measures);
  }
  yield* otherText(run);
  for (const { isWarning, text, reason, line } of findingsOf(run, {
    measures,
    gogcModel: costOfGogc,
  })) {
    yield `  ${isWarning ? '!' : '-'} ${text} (line ${line})`;
    yield `    ${reason}`;
  }
}

function* cyclesText(measures: RunMeasures): Generator<string> {
  const forced = measures.countForced === 0 ? '' : `, ${measures.countForced} forced`;
  const between =
    measures.intervalSeconds.count === 0
      ? ''
      : `; from one to the next ${spread(measures.intervalSeconds, seconds)}`;
  yield labelled(
    'cycles',
    `${measures.countCycles}${forced}, in ${seconds(measures.seconds)}, ${measures.procs} P${between}`,
  );
  yield labelled('live heap', spread(measures.liveMB, wholeMegabytes));
  yield labelled('heap goal', spread(measures.goalMB, wholeMegabytes));
  yield labelled('largest heap', `${wholeMegabytes(measures.peakMB)} (line ${measures.peakLine})`);
  yield labelled(
    'pauses',
    `${spread(measures.pausesMs, milliseconds)}; ${milliseconds(measures.pausesMs.sum)} in all`,
  );
  yield labelled('marking', spread(measures.markMs, milliseconds));
  if (measures.intervalSeconds.count > 0) {
    yield labelled(
      'GC CPU',
      `${percent(measures.gcCpuPercent)} from the first cycle to the last, ${percent(measures.assistPercent)} of it assists; ${percent(measures.reportedCpuPercent)} since the process began`,
    );
    yield labelled('allocation', allocationText(measures));
  }
}

function* otherText({ scavenges, scheds, inits, goroutines }: Run): Generator<string> {
  if (scavenges.count > 0) {
    const last = scavenges.count - 1;
    yield labelled(
      'scavenger',
      `${count(scavenges.count, 'line')}; at the last ${percent(scavenges.value(last, 'utilPercent'))} of the heap in use`,
    );
  }
  if (scheds.count > 0) {
    const most = (values: Float64Array) => values.reduce((best, each) => Math.max(best, each), 0);
    yield labelled(
      'scheduler',
      `${count(scheds.count, 'line')}; up to ${most(scheds.column('threads'))} threads, ${most(scheds.column('globalRunQueue'))} goroutines in the global queue`,
    );
  }
  if (inits.length > 0) {
    const clockMs = inits.reduce((sum, init) => sum + init.clockMs, 0);
    const slowest = inits.reduce((most, init) => (init.clockMs > most.clockMs ? init : most));
    yield labelled(
      'initialization',
      `${count(inits.length, 'package')}, ${milliseconds(clockMs)}; ${milliseconds(slowest.clockMs)} of it ${slowest.name}`,
    );
  }
  if (goroutines.size > 0) {
    const states = [...goroutines].sort(([, a], [, b]) => b - a);
    const shown = states.slice(0, MOST_STATES_SHOWN).map(([state, each]) => `${each} ${state}`);
    const rest = states.length > MOST_STATES_SHOWN ? ', …' : '';
    yield labelled('goroutines', `${shown.join(', ')}${rest}`);
  }
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${text}`;
}

function spread({ p50, p99, max }: Distribution, text: (value: number) => string): string {
  return `p50 ${text(p50)}, p99 ${text(p99)}, max ${text(max)}`;
}

function processes(number: number): string {
  return number === 1 ? '1 process' : `${number} processes`;
}
