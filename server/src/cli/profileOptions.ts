import { parseArgs } from 'node:util';
import { GRANULARITIES, type Granularity } from '../engine/profile/frames.ts';
import { DEFAULT_OPTIONS, type ReportOptions } from '../engine/profile/report.ts';

export interface ProfileArguments {
  readonly positionals: readonly string[];
  readonly options: ReportOptions;
  readonly base: readonly string[];
  readonly diffBase: readonly string[];
  readonly isNormalized: boolean;
  readonly isJson: boolean;
  /** The format to convert to, and the file to write; empty where they are not given. */
  readonly to: string;
  readonly output: string;
}

const TEXTS = {
  sample_index: { type: 'string', default: '' },
  focus: { type: 'string', default: '' },
  ignore: { type: 'string', default: '' },
  hide: { type: 'string', default: '' },
  show: { type: 'string', default: '' },
  show_from: { type: 'string', default: '' },
  prune_from: { type: 'string', default: '' },
  tagfocus: { type: 'string', default: '' },
  tagignore: { type: 'string', default: '' },
  tagshow: { type: 'string', default: '' },
  taghide: { type: 'string', default: '' },
  tagroot: { type: 'string', default: '' },
  tagleaf: { type: 'string', default: '' },
  unit: { type: 'string', default: DEFAULT_OPTIONS.unit },
  divide_by: { type: 'string', default: String(DEFAULT_OPTIONS.divideBy) },
  trim_path: { type: 'string', default: '' },
  source_path: { type: 'string', default: '' },
  to: { type: 'string', default: '' },
  output: { type: 'string', short: 'o', default: '' },
  nodecount: { type: 'string', default: '-1' },
  nodefraction: { type: 'string', default: String(DEFAULT_OPTIONS.nodeFraction) },
  edgefraction: { type: 'string', default: String(DEFAULT_OPTIONS.edgeFraction) },
} as const;

const SWITCHES = {
  functions: { type: 'boolean', default: false },
  filefunctions: { type: 'boolean', default: false },
  files: { type: 'boolean', default: false },
  lines: { type: 'boolean', default: false },
  addresses: { type: 'boolean', default: false },
  cum: { type: 'boolean', default: false },
  flat: { type: 'boolean', default: false },
  noinlines: { type: 'boolean', default: false },
  showcolumns: { type: 'boolean', default: false },
  relative_percentages: { type: 'boolean', default: false },
  drop_negative: { type: 'boolean', default: false },
  mean: { type: 'boolean', default: false },
  normalize: { type: 'boolean', default: false },
  compact_labels: { type: 'boolean', default: false },
  /** Only changes drawings, of pprof as well. */
  call_tree: { type: 'boolean', default: false },
  trim: { type: 'boolean', default: true },
  /** What `--trim=false` becomes. */
  'no-trim': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Sample types that have a switch of their own. */
const TYPES = {
  inuse_space: { type: 'boolean', default: false },
  inuse_objects: { type: 'boolean', default: false },
  alloc_space: { type: 'boolean', default: false },
  alloc_objects: { type: 'boolean', default: false },
  contentions: { type: 'boolean', default: false },
  total_delay: { type: 'boolean', default: false },
  mean_delay: { type: 'boolean', default: false },
} as const;

const FILES = {
  base: { type: 'string', multiple: true, default: [] as string[] },
  diff_base: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** How many nodes are shown where nobody says: 0 for all. */
const NODE_COUNTS: Readonly<Record<string, number>> = { tree: 80 };

/** Commands that leave nothing out. */
const UNTRIMMED = new Set(['peek', 'list', 'merge', 'convert', 'series']);

/** Reads the flags, which may begin with one dash as those of Go's commands do. Throws for bad ones. */
export function profileArguments(command: string, args: readonly string[]): ProfileArguments {
  const { values, positionals } = parseArgs({
    args: withTwoDashes(args).flatMap(plainSwitch),
    allowPositionals: true,
    options: { ...TEXTS, ...SWITCHES, ...TYPES, ...FILES },
  });
  if (values.base.length > 0 && values.diff_base.length > 0) {
    throw new Error('--base and --diff_base do not go together');
  }
  const isTrimmed = !values['no-trim'] && !UNTRIMMED.has(command);
  const nodeCount = numberOf('nodecount', values.nodecount);
  return {
    positionals,
    options: {
      sampleIndex: sampleIndexOf(values),
      granularity: granularityOf(values),
      noInlines: values.noinlines,
      showColumns: values.showcolumns,
      focus: values.focus,
      ignore: values.ignore,
      hide: values.hide,
      show: values.show,
      showFrom: values.show_from,
      pruneFrom: values.prune_from,
      tagFocus: values.tagfocus,
      tagIgnore: values.tagignore,
      tagShow: values.tagshow,
      tagHide: values.taghide,
      tagRoot: values.tagroot,
      tagLeaf: values.tagleaf,
      relativePercentages: values.relative_percentages,
      dropNegative: values.drop_negative,
      mean: values.mean || values.mean_delay,
      divideBy: numberOf('divide_by', values.divide_by),
      unit: values.unit,
      trimPath: pathList(values.trim_path),
      sourcePath: pathList(values.source_path),
      order: values.cum && !values.flat ? 'cum' : 'flat',
      compactLabels: values.compact_labels,
      nodeCount: isTrimmed ? (nodeCount < 0 ? (NODE_COUNTS[command] ?? 0) : nodeCount) : 0,
      nodeFraction: isTrimmed ? numberOf('nodefraction', values.nodefraction) : 0,
      edgeFraction: isTrimmed ? numberOf('edgefraction', values.edgefraction) : 0,
    },
    base: values.base,
    diffBase: values.diff_base,
    isNormalized: values.normalize,
    isJson: values.json,
    to: values.to,
    output: values.output,
  };
}

/** Flags of Go's commands begin with one dash or two. */
export function withTwoDashes(args: readonly string[]): string[] {
  return args.map((arg) => arg.replace(/^-(?=[a-z_]{2})/, '--'));
}

/** Go's flags take `--cum=true` and `--cum=false` for `--cum` and for nothing; strconv.ParseBool has the words. */
function plainSwitch(arg: string): readonly string[] {
  const [, name = '', value = ''] = /^--(\w+)=(.*)$/.exec(arg) ?? [];
  if (!(name in SWITCHES || name in TYPES)) {
    return [arg];
  }
  if (!/^(?:[01tTfF]|true|TRUE|True|false|FALSE|False)$/.test(value)) {
    throw new Error(`--${name} is true or false, not "${value}"`);
  }
  const isOff = /^[0fF]/.test(value);
  return isOff ? (name === 'trim' ? ['--no-trim'] : []) : [`--${name}`];
}

/** The switches are asked in pprof's order; what is said by name goes before them. */
function sampleIndexOf(
  values: Readonly<Record<keyof typeof TYPES, boolean>> & { readonly sample_index: string },
): string {
  const delay = values.total_delay || values.mean_delay ? 'delay' : '';
  const types = [
    'contentions',
    'inuse_space',
    'inuse_objects',
    'alloc_space',
    'alloc_objects',
  ] as const;
  return values.sample_index || delay || (types.find((type) => values[type]) ?? '');
}

function granularityOf(values: Readonly<Record<Granularity, boolean>>): Granularity {
  const chosen = GRANULARITIES.filter((each) => values[each]);
  if (chosen.length > 1) {
    throw new Error(`--${chosen.join(' and --')} do not go together`);
  }
  return chosen[0] ?? 'functions';
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new Error(`--${name} wants a number, not "${text}"`);
  }
  return value;
}

/** Go's filepath.SplitList: what is between two separators may be empty, and stands for `/` then. */
function pathList(text: string): string[] {
  return text === '' ? [] : text.split(process.platform === 'win32' ? ';' : ':');
}
