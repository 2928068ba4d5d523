/** Reads a script; what is wrong with it is one sentence that names the field. */
import { RUNTIMES } from '../goruntime/runtimes.ts';
import { architectureOf, GOARCHES } from '../layout/architectures.ts';
import { DEFAULT_MACHINE, type Machine } from './machine.ts';
import { settingFields } from './setting.ts';
import { recordingSize } from './recordedEvents.ts';
import {
  PROCESS,
  type AllocationClass,
  type Phase,
  type Recording,
  type Script,
} from './script.ts';
import { MAXIMUM_ELEMENTS } from './spanTable.ts';

export type ParsedScript =
  | {
      readonly script: Script;
      /** As it was written, for whoever changes a field of it. */
      readonly json: Readonly<Record<string, unknown>>;
      readonly problem?: undefined;
    }
  | { readonly script?: undefined; readonly problem: string };

export const GO_VERSIONS: readonly string[] = RUNTIMES.map(({ goVersion }) =>
  goVersion.split('.').slice(0, 2).join('.'),
);

const GIB = 2 ** 30;

/** What a script may ask for. */
export const LIMITS = {
  /** Of all phases together: a minute or two of simulation. */
  count: 1e9,
  ring: 2 ** 26,
  sizeBytes: 16 * GIB,
  procs: 256,
  goroutines: 4096,
  phases: 1000,
  classes: 256,
  /** Of a recording: about what a trace of 100 MB has. */
  events: 2e7,
  recordedClasses: 2 ** 16,
  weight: 1e6,
  spinNs: 1e9,
  gogc: 2 ** 31 - 1,
} as const;

export function parseScript(text: string): ParsedScript {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `the script is no JSON: ${error instanceof Error ? error.message : ''}` };
  }
  return readScript(json);
}

export function readScript(json: unknown): ParsedScript {
  try {
    return { script: scriptOf(json), json: objectOf(json, 'the script') };
  } catch (error) {
    if (error instanceof FieldProblem) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** Thrown within this file only. */
class FieldProblem extends Error {}

function refuse(field: string, wants: string, value: unknown): never {
  throw new FieldProblem(`${field} ${wants}, not ${shown(value)}`);
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** With all fields that a script has, as JSON has them: `readScript` reads it as the same script. */
export function completeJson(script: Script): Readonly<Record<string, unknown>> {
  return { ...script, ...settingFields(script) };
}

function scriptOf(json: unknown): Script {
  const script = fieldsOf(json, '', [
    'go',
    'goarch',
    'gogc',
    'memoryLimitBytes',
    'procs',
    'seed',
    'stackBytes',
    'globalsBytes',
    'otherHeapBytes',
    'nonHeapBytes',
    'machine',
    'cycles',
    'phases',
    'name',
  ]);
  const newest = GO_VERSIONS.at(-1) ?? '';
  const phases = listOf(script.get('phases'), 'phases', LIMITS.phases).map(phaseOf);
  const total = phases.reduce((sum, { count }) => sum + count, 0);
  if (total > LIMITS.count) {
    refuse('count', `of all phases together is at most ${LIMITS.count}`, total);
  }
  const bytes = (field: keyof typeof PROCESS) =>
    numberOf(script.get(field) ?? PROCESS[field], field, 0, GIB * 16);
  return {
    go: oneOf(script.get('go') ?? newest, 'go', GO_VERSIONS),
    goarch: oneOf(script.get('goarch') ?? 'amd64', 'goarch', GOARCHES),
    gogc: gogcOf(script.get('gogc') ?? 100, 'gogc'),
    memoryLimitBytes: limitOf(script.get('memoryLimitBytes') ?? null),
    cycles: oneOf(script.get('cycles') ?? defaultCycles(script, phases), 'cycles', CYCLES),
    procs: numberOf(script.get('procs') ?? 1, 'procs', 1, LIMITS.procs),
    seed: numberOf(script.get('seed') ?? 1, 'seed', 0, 2 ** 32 - 1),
    stackBytes: bytes('stackBytes'),
    globalsBytes: bytes('globalsBytes'),
    otherHeapBytes: bytes('otherHeapBytes'),
    nonHeapBytes: bytes('nonHeapBytes'),
    machine: machineOf(script.get('machine') ?? {}),
    phases,
  };
}

export const CYCLES = ['paced', 'recorded'] as const;

/** Who says what the collector is set to wants to know what that comes to. */
function defaultCycles(script: ReadonlyMap<string, unknown>, phases: readonly Phase[]): string {
  const isSet = script.has('gogc') || script.has('memoryLimitBytes');
  return !isSet && phases.some(({ recording }) => recording !== undefined) ? 'recorded' : 'paced';
}

function gogcOf(value: unknown, field: string): number {
  if (value === 'off') {
    return Infinity;
  }
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > LIMITS.gogc) {
    refuse(field, `wants a whole percentage from 0 to ${LIMITS.gogc}, or "off"`, value);
  }
  return value;
}

function limitOf(value: unknown): number {
  if (value === null) {
    return Infinity;
  }
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    refuse('memoryLimitBytes', 'wants a whole number of bytes, or null', value);
  }
  return value;
}

function phaseOf(json: unknown, index: number): Phase {
  const at = `phases[${index}]`;
  const phase = fieldsOf(json, at, [
    'count',
    'ring',
    'clear',
    'spinNs',
    'goroutines',
    'classes',
    'recording',
  ]);
  const isRecorded = phase.has('recording');
  const mostClasses = isRecorded ? LIMITS.recordedClasses : LIMITS.classes;
  const classes = listOf(phase.get('classes'), `${at}.classes`, mostClasses).map((each, position) =>
    classOf(each, `${at}.classes[${position}]`),
  );
  const recording = isRecorded
    ? recordingOf(phase.get('recording'), `${at}.recording`, classes.length)
    : undefined;
  const size = recording && recordingSize(recording, classes.length);
  return {
    count: numberOf(size?.countAllocations ?? phase.get('count'), `${at}.count`, 1, LIMITS.count),
    ring: numberOf(size?.countSlots ?? phase.get('ring'), `${at}.ring`, 1, LIMITS.ring),
    clear: flagOf(phase.get('clear') ?? false, `${at}.clear`),
    spinNs: numberOf(phase.get('spinNs') ?? 0, `${at}.spinNs`, 0, LIMITS.spinNs),
    goroutines: numberOf(phase.get('goroutines') ?? 1, `${at}.goroutines`, 1, LIMITS.goroutines),
    classes,
    ...(recording === undefined ? {} : { recording }),
  };
}

function recordingOf(json: unknown, at: string, countClasses: number): Recording {
  const fields = fieldsOf(json, at, ['procs', 'spans', 'events']);
  const procs = numberOf(fields.get('procs'), `${at}.procs`, 1, LIMITS.procs);
  const spans = recordedList(fields.get('spans'), `${at}.spans`).map((each, index) => {
    const [classIndex, ...slots] = numbersOf(each, `${at}.spans[${index}]`, 0);
    numberOf(classIndex, `${at}.spans[${index}][0]`, 0, countClasses - 1);
    return [
      classIndex ?? 0,
      ...slots.map((slot) => numberOf(slot, `${at}.spans[${index}]`, 0, MAXIMUM_ELEMENTS - 1)),
    ];
  });
  return { procs, spans, events: eventsOf(fields.get('events'), `${at}.events`) };
}

/** Those that come from another thread are not JSON. */
function eventsOf(json: unknown, field: string): Recording['events'] {
  if (!(json instanceof Float64Array)) {
    return numbersOf(json, field, -LIMITS.count);
  }
  const { length } = json;
  if (length > LIMITS.events) {
    refuseLength(length, field);
  }
  return json;
}

function recordedList(json: unknown, field: string): readonly unknown[] {
  return Array.isArray(json) && json.length <= LIMITS.events
    ? json
    : refuseLength(Array.isArray(json) ? json.length : null, field);
}

function refuseLength(length: number | null, field: string): never {
  refuse(field, `wants a list of at most ${LIMITS.events}`, length);
}

/** Millions: what is right is not made anew. */
function numbersOf(json: unknown, field: string, atLeast: number): readonly number[] {
  const list = recordedList(json, field);
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= atLeast;
  return list.every(isNumber)
    ? list
    : refuse(
        field,
        `wants whole numbers from ${atLeast} on`,
        list.find((each) => !isNumber(each)),
      );
}

function classOf(json: unknown, at: string): AllocationClass {
  const fields = fieldsOf(json, at, ['size', 'scan', 'weight']);
  return {
    size: numberOf(fields.get('size'), `${at}.size`, 0, LIMITS.sizeBytes),
    scan: flagOf(fields.get('scan') ?? false, `${at}.scan`),
    weight: numberOf(fields.get('weight') ?? 1, `${at}.weight`, 1, LIMITS.weight),
  };
}

function machineOf(json: unknown): Machine {
  const given = fieldsOf(json, 'machine', Object.keys(DEFAULT_MACHINE));
  const time = (field: keyof Machine) => {
    const value = given.get(field) ?? DEFAULT_MACHINE[field];
    if (typeof value !== 'number' || !(value >= 0 && value <= LIMITS.spinNs)) {
      refuse(`machine.${field}`, `wants nanoseconds from 0 to ${LIMITS.spinNs}`, value);
    }
    return value;
  };
  return Object.freeze({
    allocNs: time('allocNs'),
    zeroNsPerByte: time('zeroNsPerByte'),
    refillNs: time('refillNs'),
    sweepSpanNs: time('sweepSpanNs'),
    scanWordNs: time('scanWordNs'),
    markObjectNs: time('markObjectNs'),
    scanNsPerByte: time('scanNsPerByte'),
    barrierNs: time('barrierNs'),
    startNs: time('startNs'),
    wakeNs: time('wakeNs'),
    terminationNs: time('terminationNs'),
  });
}

function fieldsOf(
  json: unknown,
  at: string,
  known: readonly string[],
): ReadonlyMap<string, unknown> {
  const name = at === '' ? 'the script' : at;
  const fields = new Map<string, unknown>(Object.entries(objectOf(json, name)));
  const stranger = [...fields.keys()].find((field) => !known.includes(field));
  if (stranger !== undefined) {
    throw new FieldProblem(`${name} has no field ${shown(stranger)}; it has ${known.join(', ')}`);
  }
  return fields;
}

function objectOf(json: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    refuse(name, 'wants an object', json ?? null);
  }
  return Object.fromEntries(Object.entries(json));
}

function listOf(json: unknown, field: string, atMost: number): readonly unknown[] {
  if (!Array.isArray(json) || json.length === 0 || json.length > atMost) {
    const found = Array.isArray(json) ? `a list of ${json.length}` : shown(json ?? null);
    throw new FieldProblem(`${field} wants a list of 1 to ${atMost} objects, not ${found}`);
  }
  return json;
}

function numberOf(value: unknown, field: string, atLeast: number, atMost: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < atLeast || value > atMost) {
    refuse(field, `wants a whole number from ${atLeast} to ${atMost}`, value ?? null);
  }
  return value;
}

function flagOf(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') {
    refuse(field, 'wants true or false', value);
  }
  return value;
}

function oneOf<Word extends string>(value: unknown, field: string, allowed: readonly Word[]): Word {
  const word = allowed.find((each) => each === value);
  return word ?? refuse(field, `wants one of ${allowed.join(', ')}`, value);
}

/** How many bytes of a word a script's GOARCH has. */
export function wordBytesOf({ goarch }: Script): 4 | 8 {
  return architectureOf(goarch)?.wordBytes ?? 8;
}
