/**
 * A profile as a user looks at it: filtered in pprof's order, with one sample type and the total that
 * percentages are of (google/pprof, internal/driver/driver.go, internal/report/report.go).
 */
import { absolute, truncated, type Amount, type Column } from './columns.ts';
import { activeFilters, applyFilters, type FilterOptions } from './filters.ts';
import { frameTable, pathTrimmer, type FrameTable, type Granularity } from './frames.ts';
import { allEdges, type GraphSource, type WantedEdges } from './edges.ts';
import { cumOf, flatOf, FrameSums, type Graph } from './graph.ts';
import { numberLabelUnits } from './labels.ts';
import { countLabelsOf } from './labelCount.ts';
import { scale, scaledText } from './measurement.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import { pruneUninteresting } from './prune.ts';
import { sampleIndexOf, totalOf } from './sampleTypes.ts';
import { addTagFrames } from './tagFrames.ts';
import { drawnGraph, trimmedGraph, type DrawnGraph, type TrimmedGraph } from './trim.ts';

/** pprof's options, of the same names. Texts that are empty are not set. */
export interface ReportOptions extends FilterOptions {
  /** A name or a number; the profile's own choice without it. */
  readonly sampleIndex: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Keys of labels, with commas between them. */
  readonly tagRoot: string;
  readonly tagLeaf: string;
  /** Percentages of what is left by the filters. */
  readonly relativePercentages: boolean;
  readonly dropNegative: boolean;
  /** Values are divided by those of the first sample type: `delay` for each of `contentions`. */
  readonly mean: boolean;
  /** What all values are divided by where they are written. */
  readonly divideBy: number;
  /** `minimum`, `auto` or a unit. */
  readonly unit: string;
  readonly trimPath: readonly string[];
  readonly sourcePath: readonly string[];
  readonly order: 'flat' | 'cum';
  /** Tables do not say what the profile is of. */
  readonly compactLabels: boolean;
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
  mean: false,
  divideBy: 1,
  unit: 'minimum',
  trimPath: [],
  sourcePath: [],
  order: 'flat',
  compactLabels: false,
  nodeCount: 0,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
};

export interface Report {
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly sampleIndex: number;
  readonly column: Column;
  /** What means are over; undefined where none is asked for. */
  readonly divisor: Column | undefined;
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
    if (options.divideBy === 0) {
      throw new Fault('divide_by is 0');
    }
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
      divisor: options.mean ? profile.samples.values[0] : undefined,
      sampleType: options.mean ? `mean_${type}` : type,
      sampleUnit: unit,
      total: totalOf(
        options.relativePercentages ? profile : tagged.profile,
        sampleIndex,
        options.mean,
      ),
      numberUnits,
      activeFilters: activeFilters(options),
      unmatched: [...tagged.unmatched, ...unmatched],
    };
  });
}

function keys(text: string): string[] {
  return text.split(',').filter((key) => key !== '');
}

/** The frames of a report's locations. */
export function framesOf(report: Report, withBinaries = false, trimsPaths = true): FrameTable {
  const { profile, options } = report;
  const { granularity, noInlines, showColumns, trimPath, sourcePath } = options;
  const key = JSON.stringify([
    granularity,
    noInlines,
    showColumns,
    withBinaries,
    trimsPaths ? [trimPath, sourcePath] : undefined,
  ]);
  const known = lastTables.get(profile.locations);
  if (known?.key === key && hasSame(known.symbols, profile)) {
    return known.table;
  }
  const table = frameTable(profile, {
    granularity,
    noInlines,
    showColumns,
    withBinaries,
    trimPath: trimsPaths ? pathTrimmer(trimPath, sourcePath) : (file) => file,
  });
  const { functions, mappings, strings } = profile;
  lastTables.set(profile.locations, { key, symbols: { functions, mappings, strings }, table });
  return table;
}

/** The table that was made last of some locations: most filters leave these as they are, and one view follows another. */
const lastTables = new WeakMap<
  Profile['locations'],
  { readonly key: string; readonly symbols: Symbols; readonly table: FrameTable }
>();

/** What names of frames are made of, beside locations. */
type Symbols = Pick<Profile, 'functions' | 'mappings' | 'strings'>;

function hasSame(a: Symbols, b: Symbols): boolean {
  return a.functions === b.functions && a.mappings === b.mappings && a.strings === b.strings;
}

/** What the graph of a report is made of. */
export function graphSource(report: Report, table: FrameTable): GraphSource {
  return {
    samples: report.profile.samples,
    table,
    values: { column: report.column, divisor: report.divisor },
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
  return drawnGraph(sums, report.options, allEdges(table), (nodes, cutoff) =>
    countLabelsOf(report, table, nodes, cutoff),
  );
}

/** The unit in which all nodes of a graph are written. */
export function outputUnit({ options, sampleUnit, total }: Report, { nodes }: Graph): string {
  if (options.unit !== 'minimum' || nodes.length === 0) {
    return options.unit;
  }
  let smallest: Amount = 0;
  for (const node of nodes) {
    const flat = flatOf(node);
    const value = absolute(flat === 0 ? cumOf(node) : flat);
    if (value > 0 && (smallest === 0 || value < smallest)) {
      smallest = value;
    }
  }
  const least = divided(smallest === 0 ? total : smallest, options.divideBy);
  const most = divided(total, options.divideBy);
  const ofLeast = scale(least, sampleUnit, 'minimum').unit;
  const ofMost = scale(most, sampleUnit, 'minimum').unit;
  const hundredfold = truncated(Number(least) * 100);
  // Where the least is much less than the most it may be written as 0.01.
  const unit =
    ofLeast !== ofMost && hundredfold < most
      ? scale(hundredfold, sampleUnit, 'minimum').unit
      : ofLeast;
  return unit === '' ? sampleUnit : unit;
}

export function valueText({ sampleUnit, options }: Report, value: Amount, unit: string): string {
  return scaledText(divided(value, options.divideBy), sampleUnit, unit);
}

/** A ratio that is not positive counts for nothing, as in pprof. */
function divided(value: Amount, divideBy: number): Amount {
  const ratio = 1 / divideBy;
  return ratio > 0 && ratio !== 1 ? truncated(Number(value) * ratio) : value;
}
