/** A profile that is looked at: answers what its views ask. */
import { RecentMap } from '../../../../server/src/engine/caches/recentMap.ts';
import {
  absoluteSum,
  added,
  at,
  type Amount,
  type Column,
} from '../../../../server/src/engine/profile/columns.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import {
  DEFAULT_OPTIONS,
  makeReport,
  type Report,
  type ReportOptions,
} from '../../../../server/src/engine/profile/report.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  OWN_CODE,
  type FlameModel,
  type ProfileFilters,
  type ProfileOptions,
  type ProfileSummary,
  type ViewHeader,
  type ViewRequest,
  type ViewRequests,
  type ViewResult,
} from '../../webview/profileProtocol.ts';
import { fileCosts } from './fileCosts.ts';
import { flameBoxes } from './flameModel.ts';
import { goroutinesModel } from './goroutinesModel.ts';
import { graphModel } from './graphModel.ts';
import { infoModel } from './infoModel.ts';
import { labelsModel } from './labelsModel.ts';
import { peekModel } from './peekModel.ts';
import {
  cutReport,
  fromFunction,
  functionsIn,
  functionsNamed,
  ownFunctions,
  toFunction,
  type FunctionTest,
} from './pivot.ts';
import { rootCandidates } from './roots.ts';
import { frameOf, framePlaces } from './framePlaces.ts';
import { sourceModel } from './sourceModel.ts';
import { tracesModel } from './tracesModel.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';
import type { FileCosts, FramePlace } from '../workerProtocol.ts';
import {
  sampleCounts,
  type SampleCounts,
} from '../../../../server/src/engine/measured/sampleCounts.ts';
import { topModel } from './topModel.ts';

/** Going back and forth between filters costs nothing. */
const KEPT_REPORTS = 6;

/** A profile as options have it. */
export interface Looked {
  readonly report: Report;
  readonly counted: SampleCounts;
  /** What the profile adds up to without a root. */
  readonly whole: number;
}

export class ProfileSession {
  readonly profile: Profile;
  readonly #isDifference: boolean;
  readonly #sources: SourcePaths;
  /** By options. */
  readonly #looked = new RecentMap<string, Looked>(KEPT_REPORTS);

  /** `isDifference`: values are what has changed since another profile. */
  constructor(profile: Profile, sources: SourcePaths, isDifference = false) {
    this.profile = profile;
    this.#isDifference = isDifference;
    this.#sources = sources;
  }

  summary(): ProfileSummary | ProfileProblem {
    const looked = this.look(DEFAULT_PROFILE_OPTIONS);
    return isProblem(looked)
      ? looked
      : {
          sampleTypes: this.profile.sampleTypes,
          defaultSampleType: looked.report.sampleType,
          roots: rootCandidates(this.profile, looked.report.sampleIndex),
        };
  }

  answer(
    options: ProfileOptions,
    request: Exclude<ViewRequest, { readonly view: 'series' }>,
  ): ViewResult | ProfileProblem {
    const looked = this.look(options);
    if (isProblem(looked)) {
      return looked;
    }
    const { report, counted } = looked;
    const header = headerOf(looked, this.#isDifference);
    switch (request.view) {
      case 'flame': {
        const model = flameModel(looked, request);
        return isProblem(model) ? model : { view: 'flame', header, model };
      }
      case 'top':
        return { view: 'top', header, model: topModel(report, counted.counts, this.#isDifference) };
      case 'peek': {
        const model = peekModel(report, request.name);
        return isProblem(model) ? model : { view: 'peek', header, model };
      }
      case 'graph':
        return { view: 'graph', header, model: graphModel(report) };
      case 'source': {
        const model = sourceModel(report, counted.counts, request, this.#sources);
        return isProblem(model) ? model : { view: 'source', header, model };
      }
      case 'traces':
        return { view: 'traces', header, model: tracesModel(report, counted.counts) };
      case 'labels':
        return { view: 'labels', header, model: labelsModel(report, counted.counts) };
      case 'goroutines':
        return { view: 'goroutines', header, model: goroutinesModel(report) };
      case 'info':
        return { view: 'info', header, model: infoModel(this.profile, report.sampleType) };
    }
  }

  places(options: ProfileOptions, name: string): readonly FramePlace[] | ProfileProblem {
    const looked = this.look(options);
    return isProblem(looked) ? looked : framePlaces(looked.report, name, this.#sources);
  }

  costs(options: ProfileOptions, path: string): FileCosts | ProfileProblem {
    const looked = this.look(options);
    if (isProblem(looked)) {
      return looked;
    }
    const { report, counted } = looked;
    return {
      header: headerOf(looked, this.#isDifference),
      ...fileCosts(report, counted.counts, path, this.#sources),
    };
  }

  look(options: ProfileOptions): Looked | ProfileProblem {
    const key = JSON.stringify(options);
    const known = this.#looked.get(key);
    if (known) {
      this.#looked.set(key, known);
      return known;
    }
    const report = reportOf(this.profile, options, this.#sources);
    if (isProblem(report)) {
      return report;
    }
    const whole = this.profile.samples.values[report.sampleIndex] ?? new Float64Array(0);
    const looked = { report, counted: sampleCounts(report), whole: Number(absoluteSum(whole)) };
    this.#looked.set(key, looked);
    return looked;
  }
}

function reportOf(
  source: Profile,
  options: ProfileOptions,
  sources: SourcePaths,
): Report | ProfileProblem {
  const { sampleType, root } = options;
  const isRoot = root === OWN_CODE ? ownFunctions(source, sources) : functionsNamed(source, root);
  const profile = root === '' ? source : fromFunction(source, isRoot);
  if (root === OWN_CODE && profile.samples.count === 0) {
    return { problem: 'the profile has nothing of the code of this workspace' };
  }
  return makeReport(profile, {
    ...DEFAULT_OPTIONS,
    ...filtersOf(options),
    sampleIndex: sampleType,
    nodeFraction: 0,
    edgeFraction: 0,
  });
}

function filtersOf(
  options: ProfileOptions,
): Pick<ReportOptions, 'granularity' | 'noInlines' | keyof ProfileFilters> {
  const { granularity, noInlines, focus, ignore, hide, show, showFrom, tagFocus, tagIgnore } =
    options;
  return { granularity, noInlines, focus, ignore, hide, show, showFrom, tagFocus, tagIgnore };
}

export function headerOf({ report, counted, whole }: Looked, isDifference: boolean): ViewHeader {
  const { sampleType, sampleUnit, total, column, unmatched } = report;
  const net = Number(sum(column));
  return {
    type: sampleType,
    unit: sampleUnit,
    total: Number(total),
    whole,
    shown: isDifference ? net : Number(absoluteSum(column)),
    net,
    sampling: counted.sampling,
    isDifference,
    unmatched,
  };
}

/** Growth less shrinking. */
function sum(column: Column): Amount {
  let total: Amount = 0;
  for (let sample = 0; sample < column.length; sample++) {
    total = added(total, at(column, sample));
  }
  return total;
}

function flameModel(
  { report, counted }: Looked,
  { pivot, part }: ViewRequests['flame'],
): FlameModel | ProfileProblem {
  if (pivot === '') {
    return { callees: flameBoxes(report, 'root', counted.counts, part), callers: undefined, part };
  }
  const isPivot = functionsOf(report, pivot);
  if (isPivot === undefined) {
    return { problem: `there is no function of ${pivot} in what is shown` };
  }
  const below = cutReport(report, fromFunction(report.profile, isPivot));
  const above = cutReport(report, toFunction(report.profile, isPivot));
  return {
    callees: flameBoxes(below, 'root', sampleCounts(below).counts, part),
    callers: flameBoxes(above, 'leaf', sampleCounts(above).counts, part),
    part,
  };
}

/** The functions that a frame stands for, whatever the granularity is. */
function functionsOf(report: Report, text: string): FunctionTest | undefined {
  const frame = frameOf(report, text);
  if (frame === undefined || (frame.name === '' && frame.file === '')) {
    return undefined;
  }
  return frame.name === ''
    ? functionsIn(report.profile, frame.file)
    : functionsNamed(report.profile, frame.name);
}
