/** What Go prints of its goroutines: `debug=2`, and panics (runtime/traceback.go of Go 1.26). */
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { counting, EMPTY_HEADER, ProfileBuilder, type NewLabel } from './profileBuilder.ts';
import { textLabels } from './labelText.ts';

export interface DumpFrame {
  readonly name: string;
  /** Empty where it is not said. */
  readonly file: string;
  readonly line: number;
  readonly isInlined: boolean;
}

export interface Goroutine {
  readonly id: number;
  /** `running`, `chan receive`, `select`. */
  readonly state: string;
  /** How long it has waited; 0 for less than one minute. */
  readonly waitMinutes: number;
  readonly isLockedToThread: boolean;
  readonly labels: readonly NewLabel[];
  /** The leaf first. */
  readonly frames: readonly DumpFrame[];
  /** Where it was started; `undefined` for the first. */
  readonly createdBy: DumpFrame | undefined;
  /** Who started it; 0 where that is not said. */
  readonly parent: number;
}

const HEADER = /^goroutine (\d+)(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[([^\]]*)\](?: \{(.*)\})?:$/;
const PLACE = /^\t(.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/;
const CREATED = /^created by (.+?)(?: in goroutine (\d+))?$/;

/** Whether a text has a goroutine, perhaps behind what a panic says. */
export function isGoroutineDump(start: string): boolean {
  return start.split(/\r?\n/, 1000).some((line) => HEADER.test(line));
}

/** Throws a Fault where there is no goroutine; lines that are none of its are left out. */
export function readGoroutineDump(text: string): readonly Goroutine[] {
  const goroutines: Goroutine[] = [];
  let lines: string[] = [];
  let header: RegExpExecArray | null = null;
  const finish = () => {
    if (header !== null) {
      goroutines.push(goroutineOf(header, lines));
    }
    header = null;
    lines = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const found = HEADER.exec(line);
    if (found !== null || line === '') {
      finish();
      header = found;
    } else {
      lines.push(line);
    }
  }
  finish();
  if (goroutines.length === 0) {
    throw new Fault('there is no goroutine in it');
  }
  return goroutines;
}

function goroutineOf(
  [, id, status = '', labels = '']: RegExpExecArray,
  lines: readonly string[],
): Goroutine {
  const [state = '', ...details] = status.split(', ');
  const minutes = details.map((detail) => /^(\d+) minutes$/.exec(detail)?.[1] ?? '');
  const frames: DumpFrame[] = [];
  let createdBy: DumpFrame | undefined;
  let parent = 0;
  for (const [index, line] of lines.entries()) {
    const [, file = '', lineNumber = '0'] = PLACE.exec(lines[index + 1] ?? '') ?? [];
    const place = { file, line: Number(lineNumber) };
    const created = CREATED.exec(line);
    if (created !== null) {
      createdBy = { name: created[1] ?? '', ...place, isInlined: false };
      parent = Number(created[2] ?? 0);
    } else if (!line.startsWith('\t') && line.endsWith(')')) {
      const arguments_ = line.lastIndexOf('(');
      const isInlined = line.endsWith('(...)');
      frames.push({ name: line.slice(0, arguments_), ...place, isInlined });
    }
  }
  return {
    id: Number(id),
    state,
    waitMinutes: Number(minutes.find((text) => text !== '') ?? 0),
    isLockedToThread: details.includes('locked to thread'),
    labels: textLabels(labels),
    frames,
    createdBy,
    parent,
  };
}

/** One sample for each goroutine, with its state and its wait as labels. */
export function goroutineProfile(goroutines: readonly Goroutine[]): Profile {
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: [counting('goroutine')],
    periodType: counting('goroutine'),
    period: 1,
  });
  const functions = new Map<string, number>();
  const locations = new Map<string, number>();
  const lineOf = ({ name, file, line }: DumpFrame) => {
    const key = `${name}\0${file}`;
    const functionIndex =
      functions.get(key) ?? builder.addFunction({ name, systemName: name, file, startLine: 0 });
    functions.set(key, functionIndex);
    return { functionIndex, line, column: 0 };
  };
  /** Frames that are inlined are one location with the frame that they are inlined into. */
  const locationOf = (frames: readonly DumpFrame[]) => {
    const lines = frames.map(lineOf);
    const key = lines.map(({ functionIndex, line }) => `${functionIndex}:${line}`).join(' ');
    const location =
      locations.get(key) ??
      builder.addLocation({ mapping: -1, address: 0n, isFolded: false, lines });
    locations.set(key, location);
    return location;
  };
  for (const goroutine of goroutines) {
    const stack = physicalFrames(goroutine.frames).map(locationOf);
    builder.addSample(stack, [1], labelsOfGoroutine(goroutine));
  }
  return builder.build();
}

function physicalFrames(frames: readonly DumpFrame[]): DumpFrame[][] {
  const result: DumpFrame[][] = [];
  let group: DumpFrame[] = [];
  for (const frame of frames) {
    group.push(frame);
    if (!frame.isInlined) {
      result.push(group);
      group = [];
    }
  }
  return group.length > 0 ? [...result, group] : result;
}

function labelsOfGoroutine(goroutine: Goroutine): NewLabel[] {
  const { state, waitMinutes, isLockedToThread, createdBy, labels } = goroutine;
  const text = (key: string, value: string): NewLabel => ({ key, value, unit: '' });
  return [
    text('state', state),
    ...(waitMinutes > 0 ? [{ key: 'wait', value: waitMinutes, unit: 'minutes' }] : []),
    ...(isLockedToThread ? [text('locked', 'thread')] : []),
    ...(createdBy === undefined ? [] : [text('created by', createdBy.name)]),
    ...labels,
  ];
}
