/**
 * A profile as a user looks at it: filtered in pprof's order, with one sample type and the total that
 * percentages are of (google/pprof, internal/driver/driver.go, internal/report/report.go).
 */
import {
  absolute,
  absoluteSum,
  added,
  at,
  truncated,
  type Amount,
  type Column,
} from './columns.ts';
import { frameTable, pathTrimmer, type FrameTable, type Granularity } from './frames.ts';
import { goRegexp, type GoRegexp } from './goRegexpMatch.ts';
import { allEdges, FrameSums, type Graph, type GraphSource, type WantedEdges } from './graph.ts';
import { baseSamples, numberLabelUnits } from './labels.ts';
import { countLabelsOf } from './labelCount.ts';
import { scale, scaledText } from './measurement.ts';
import { filterByName, showFrom } from './nameFilters.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import { pruneFrom, pruneUninteresting } from './prune.ts';
import { addTagFrames } from './tagFrames.ts';
import { filterByTag, filterTags, tagFilter } from './tagFilters.ts';
import { drawnGraph, trimmedGraph, type DrawnGraph, type TrimmedGraph } from './trim.ts';

/** pprof's options, of the same names. Texts that are empty are not set. */
export interface ReportOptions {
  /** A name or a number; the profile's own choice without it. */
  readonly sampleIndex: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
  readonly showFrom: string;
  readonly pruneFrom: string;
  readonly tagFocus: string;
  readonly tagIgnore: string;
  readonly tagShow: string;
  readonly tagHide: string;
  /** Keys of labels, with commas between them. */
  readonly tagRoot: string;
  readonly tagLeaf: string;
  /** Percentages of what is left by the filters. */
  readonly relativePercentages: boolean;
  readonly dropNegative: boolean;
  /** `minimum`, `auto` or a unit. */
  readonly unit: string;
  readonly trimPath: readonly string[];
  readonly sourcePath: readonly string[];
  readonly order: 'flat' | 'cum';
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export const DEFAULT_OPTIONS: ReportOptions = {
  sampleIndex: '',
  granularity: 'functions',
  noInlines: false,
  showColumns: false,
  focus: '',
  ignore: '',
  hide: '',
  show: '',
  showFrom: '',
  pruneFrom: '',
  tagFocus: '',
  tagIgnore: '',
  tagShow: '',
  tagHide: '',
  tagRoot: '',
  tagLeaf: '',
  relativePercentages: false,
  dropNegative: false,
  unit: 'minimum',
  trimPath: [],
  sourcePath: [],
  order: 'flat',
  nodeCount: 0,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
};

export interface Report {
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly sampleIndex: number;
  readonly column: Column;
  readonly sampleType: string;
  readonly sampleUnit: string;
  /** What percentages are of: of absolute values; of the base only where there is one to compare with. */
  readonly total: Amount;
  readonly numberUnits: ReadonlyMap<string, string>;
  /** `focus=…`, as pprof lists them. */
  readonly activeFilters: readonly string[];
  /** Filters that nothing matched. */
  readonly unmatched: readonly string[];
}

/** The report of a profile; a problem names the option that cannot be used. */
export function makeReport(source: Profile, options: ReportOptions): Report | ProfileProblem {
  return orProblem(() => {
    const pruned = pruneUninteresting(source);
    const numberUnits = numberLabelUnits(pruned);
    const tagged = addTagFrames(pruned, keys(options.tagRoot), keys(options.tagLeaf), options.unit);
    const { profile, unmatched } = applyFilters(tagged.profile, numberUnits, options);
    const sampleIndex = sampleIndexOf(source, options.sampleIndex);
    const { type, unit } = source.sampleTypes[sampleIndex] ?? { type: '', unit: '' };
    return {
      profile,
      options,
      sampleIndex,
      column: profile.samples.values[sampleIndex] ?? new Float64Array(0),
      sampleType: type,
      sampleUnit: unit,
      total: totalOf(options.relativePercentages ? profile : tagged.profile, sampleIndex),
      numberUnits,
      activeFilters: activeFilters(options),
      unmatched: [...tagged.unmatched, ...unmatched],
    };
  });
}

function keys(text: string): string[] {
  return text.split(',').filter((key) => key !== '');
}

function applyFilters(
  source: Profile,
  units: ReadonlyMap<string, string>,
  options: ReportOptions,
): { readonly profile: Profile; readonly unmatched: readonly string[] } {
  const named = filterByName(source, {
    focus: regexpOf('focus', options.focus),
    ignore: regexpOf('ignore', options.ignore),
    hide: regexpOf('hide', options.hide),
    show: regexpOf('show', options.show),
  });
  const from = regexpOf('show_from', options.showFrom);
  const shown = from ? showFrom(named.profile, from) : { profile: named.profile, unmatched: [] };
  const tagged = filterByTag(
    shown.profile,
    tagFilterOf('tagfocus', options.tagFocus, units),
    tagFilterOf('tagignore', options.tagIgnore, units),
  );
  const labelled = filterTags(
    tagged.profile,
    regexpOf('tagshow', options.tagShow),
    regexpOf('taghide', options.tagHide),
  );
  const below = regexpOf('prune_from', options.pruneFrom);
  return {
    profile: below ? pruneFrom(labelled, below) : labelled,
    unmatched: [...named.unmatched, ...shown.unmatched, ...tagged.unmatched],
  };
}

function regexpOf(option: string, pattern: string): GoRegexp | undefined {
  return pattern === '' ? undefined : naming(option, () => goRegexp(pattern));
}

function tagFilterOf(option: string, text: string, units: ReadonlyMap<string, string>) {
  return text === '' ? undefined : naming(option, () => tagFilter(text, units));
}

function naming<Value>(option: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw error instanceof Fault ? new Fault(`${option}: ${error.message}`) : error;
  }
}

/** google/pprof, profile/index.go. */
function sampleIndexOf({ sampleTypes, defaultSampleType }: Profile, wanted: string): number {
  if (sampleTypes.length === 0) {
    throw new Fault('the profile has no sample types');
  }
  const last = sampleTypes.length - 1;
  if (wanted === '') {
    const index = sampleTypes.findIndex(({ type }) => type === defaultSampleType);
    return defaultSampleType === '' || index < 0 ? last : index;
  }
  const index = /^[+-]?\d+$/.test(wanted)
    ? Number(wanted)
    : sampleTypes.findIndex(
        ({ type }) => type === wanted || type === wanted.replace(/^inuse_/, ''),
      );
  if (index < 0 || index > last) {
    const names = sampleTypes.map(({ type }) => type).join(' ');
    throw new Fault(`there is no sample type ${wanted}; there are ${names}`);
  }
  return index;
}

function totalOf(profile: Profile, sampleIndex: number): Amount {
  const column = profile.samples.values[sampleIndex] ?? new Float64Array(0);
  const isBase = baseSamples(profile);
  let ofBase: Amount = 0;
  for (let sample = 0; isBase && sample < profile.samples.count; sample++) {
    if (isBase(sample)) {
      ofBase = added(ofBase, absolute(at(column, sample)));
    }
  }
  return ofBase > 0 ? ofBase : absoluteSum(column);
}

function activeFilters(options: ReportOptions): string[] {
  const filters: Readonly<Record<string, string>> = {
    focus: options.focus,
    ignore: options.ignore,
    hide: options.hide,
    show: options.show,
    show_from: options.showFrom,
    tagfocus: options.tagFocus,
    tagignore: options.tagIgnore,
    tagshow: options.tagShow,
    taghide: options.tagHide,
  };
  return Object.entries(filters)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`);
}

/** The frames of a report's locations. */
export function framesOf(report: Report, withBinaries = false, trimsPaths = true): FrameTable {
  const { granularity, noInlines, showColumns, trimPath, sourcePath } = report.options;
  return frameTable(report.profile, {
    granularity,
    noInlines,
    showColumns,
    withBinaries,
    trimPath: trimsPaths ? pathTrimmer(trimPath, sourcePath) : (file) => file,
  });
}

/** What the graph of a report is made of. */
export function graphSource(report: Report, table: FrameTable): GraphSource {
  return {
    samples: report.profile.samples,
    table,
    values: { column: report.column, divisor: undefined },
    dropsNegative: report.options.dropNegative,
  };
}

/** The graph of what is worth to be shown in a table, with the edges that `wantedOf` says. */
export function trimmedGraphOf(
  report: Report,
  wantedOf: (table: FrameTable) => WantedEdges,
): TrimmedGraph {
  const table = framesOf(report);
  const sums = new FrameSums(graphSource(report, table));
  return trimmedGraph(sums, report.options.order, report.options, wantedOf(table));
}

/** The graph of what is worth to be drawn. */
export function drawnGraphOf(report: Report): DrawnGraph {
  const table = framesOf(report);
  const sums = new FrameSums(graphSource(report, table));
  return drawnGraph(sums, report.options, allEdges(table), (nodes) =>
    countLabelsOf(report, table, nodes),
  );
}

/** The unit in which all nodes of a graph are written. */
export function outputUnit({ options, sampleUnit, total }: Report, { nodes }: Graph): string {
  if (options.unit !== 'minimum' || nodes.length === 0) {
    return options.unit;
  }
  let least: Amount = 0;
  for (const { flat, cum } of nodes) {
    const value = absolute(flat === 0 ? cum : flat);
    if (value > 0 && (least === 0 || value < least)) {
      least = value;
    }
  }
  least = least === 0 ? total : least;
  const ofLeast = scale(least, sampleUnit, 'minimum').unit;
  const ofMost = scale(total, sampleUnit, 'minimum').unit;
  const hundredfold = truncated(Number(least) * 100);
  // Where the least is much less than the most it may be written as 0.01.
  const unit =
    ofLeast !== ofMost && hundredfold < total
      ? scale(hundredfold, sampleUnit, 'minimum').unit
      : ofLeast;
  return unit === '' ? sampleUnit : unit;
}

export function valueText({ sampleUnit }: Report, value: Amount, unit: string): string {
  return scaledText(value, sampleUnit, unit);
}
