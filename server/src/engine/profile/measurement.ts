/**
 * Values with their units as pprof writes them: github.com/google/pprof,
 * internal/measurement/measurement.go (as vendored in Go 1.26).
 */
import { absolute, type Amount } from './columns.ts';

interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitKind {
  readonly units: readonly Unit[];
  /** What values are in whose target is of another kind. */
  readonly usual: Omit<Unit, 'aliases'>;
}

const KINDS: readonly UnitKind[] = [
  {
    units: [
      { name: 'B', aliases: ['b', 'byte'], factor: 1 },
      { name: 'kB', aliases: ['kb', 'kbyte', 'kilobyte'], factor: 2 ** 10 },
      { name: 'MB', aliases: ['mb', 'mbyte', 'megabyte'], factor: 2 ** 20 },
      { name: 'GB', aliases: ['gb', 'gbyte', 'gigabyte'], factor: 2 ** 30 },
      { name: 'TB', aliases: ['tb', 'tbyte', 'terabyte'], factor: 2 ** 40 },
      { name: 'PB', aliases: ['pb', 'pbyte', 'petabyte'], factor: 2 ** 50 },
    ],
    usual: { name: 'B', factor: 1 },
  },
  {
    units: [
      { name: 'ns', aliases: ['ns', 'nanosecond'], factor: 1 },
      { name: 'us', aliases: ['μs', 'us', 'microsecond'], factor: 1e3 },
      { name: 'ms', aliases: ['ms', 'millisecond'], factor: 1e6 },
      { name: 's', aliases: ['s', 'sec', 'second'], factor: 1e9 },
      { name: 'hrs', aliases: ['hour', 'hr'], factor: 3600e9 },
    ],
    usual: { name: 's', factor: 1e9 },
  },
  {
    units: [
      { name: 'n*GCU', aliases: ['nanogcu'], factor: 1e-9 },
      { name: 'u*GCU', aliases: ['microgcu'], factor: 1e-6 },
      { name: 'm*GCU', aliases: ['milligcu'], factor: 1e-3 },
      { name: 'GCU', aliases: ['gcu'], factor: 1 },
      { name: 'k*GCU', aliases: ['kilogcu'], factor: 1e3 },
      { name: 'M*GCU', aliases: ['megagcu'], factor: 1e6 },
      { name: 'G*GCU', aliases: ['gigagcu'], factor: 1e9 },
      { name: 'T*GCU', aliases: ['teragcu'], factor: 1e12 },
      { name: 'P*GCU', aliases: ['petagcu'], factor: 1e15 },
    ],
    usual: { name: 'GCU', factor: 1 },
  },
];

/** Targets that are no unit: a value without any is written without. */
const SILENT = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

export interface Scaled {
  readonly value: number;
  /** Empty where it goes without saying. */
  readonly unit: string;
}

function unitOf({ units }: UnitKind, name: string): Unit | undefined {
  const lower = name.toLowerCase();
  const alias = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  return units.find(({ aliases }) => aliases.includes(alias));
}

/** Whether values of the one unit can be told in the other. */
export function areOfOneKind(a: string, b: string): boolean {
  return KINDS.some((kind) => unitOf(kind, a) !== undefined && unitOf(kind, b) !== undefined);
}

/** A value in another unit; `auto` and `minimum` take the largest in which it is at least one. */
export function scale(amount: Amount, from: string, to: string): Scaled {
  if (amount < 0) {
    const { value, unit } = scale(absolute(amount), from, to);
    return { value: -value, unit };
  }
  for (const kind of KINDS) {
    const source = unitOf(kind, from);
    if (source !== undefined) {
      const value = Number(amount) * source.factor;
      const target = to === 'auto' || to === 'minimum' ? fitting(kind, value) : unitOf(kind, to);
      const { name, factor } = target ?? kind.usual;
      return { value: value / factor, unit: name };
    }
  }
  return { value: Number(amount), unit: SILENT.has(to) ? '' : to };
}

function fitting({ units }: UnitKind, value: number): Unit | undefined {
  return units.findLast(({ factor }) => value / factor >= 1);
}

/** `512.50kB`. */
export function scaledText(amount: Amount, from: string, to: string): string {
  const { value, unit } = scale(amount, from, to);
  const text = twoDigits(value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + unit;
}

/** ` 3.25%` as it stands in tables, six columns wide; at least two digits count. */
export function percentage(value: Amount, total: Amount): string {
  const ratio = total === 0 ? 0 : Math.abs(Number(value) / Number(total)) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) {
    return '  100%';
  }
  return `${(ratio >= 1 ? twoDigits(ratio) : twoThatCount(ratio)).padStart(5)}%`;
}

/** C's `%.2f`: what lies in the middle goes to the even digit, where toFixed takes the larger one. */
export function twoDigits(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (magnitude >= 1e21) {
    return `${sign}${BigInt(magnitude)}.00`;
  }
  // In the middle of two hundredths lie eighths, and nothing else that a float can be.
  if ((magnitude * 8) % 2 === 1) {
    const whole = Math.floor(magnitude);
    const below = Math.floor((magnitude - whole) * 100);
    return `${sign}${whole}.${below % 2 === 0 ? below : below + 1}`;
  }
  return sign + magnitude.toFixed(2);
}

/** All floats below 1 that lie in the middle of two texts of two digits, and the even one. */
const EVEN_OF_TIE = new Map([
  [0.125, '0.12'],
  [0.375, '0.38'],
  [0.625, '0.62'],
  [0.875, '0.88'],
  [0.0625, '0.062'],
]);

/** C's `%.2g` of a number between 0 and 1. */
function twoThatCount(value: number): string {
  const tie = EVEN_OF_TIE.get(value);
  if (value === 0 || tie !== undefined) {
    return tie ?? '0';
  }
  const [mantissa = '', exponentText = ''] = value.toExponential(1).split('e');
  const digits = mantissa.replace('.', '').replace(/0$/, '');
  const exponent = Number(exponentText);
  if (exponent >= 0) {
    return digits;
  }
  if (exponent < -4) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits.slice(0, 1)}${rest}e-${String(-exponent).padStart(2, '0')}`;
  }
  return `0.${'0'.repeat(-exponent - 1)}${digits}`;
}
