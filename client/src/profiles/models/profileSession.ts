/** A profile that is looked at: answers what its views ask. */
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import {
  DEFAULT_OPTIONS,
  makeReport,
  type Report,
} from '../../../../server/src/engine/profile/report.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type ProfileOptions,
  type ProfileSummary,
  type ViewHeader,
  type ViewRequest,
  type ViewResult,
} from '../../webview/profileProtocol.ts';
import { absoluteSum, infoModel } from './infoModel.ts';
import { rootCandidates } from './roots.ts';
import { sampleCounts, type SampleCounts } from './sampling.ts';
import { topModel } from './topModel.ts';

/** Going back and forth between filters costs nothing. */
const KEPT_REPORTS = 6;

interface Looked {
  readonly report: Report;
  readonly counted: SampleCounts;
}

export class ProfileSession {
  readonly profile: Profile;
  /** By options, the last used last. */
  readonly #looked = new Map<string, Looked>();

  constructor(profile: Profile) {
    this.profile = profile;
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

  answer(options: ProfileOptions, request: ViewRequest): ViewResult | ProfileProblem {
    const looked = this.look(options);
    if (isProblem(looked)) {
      return looked;
    }
    const { report, counted } = looked;
    const header = headerOf(report, counted);
    switch (request.view) {
      case 'top':
        return { view: 'top', header, model: topModel(report, counted.counts) };
      case 'info': {
        const { sampleType } = report;
        return { view: 'info', header, model: infoModel(this.profile, sampleType) };
      }
    }
  }

  look(options: ProfileOptions): Looked | ProfileProblem {
    const key = JSON.stringify(options);
    const known = this.#looked.get(key);
    if (known) {
      this.#looked.delete(key);
      this.#looked.set(key, known);
      return known;
    }
    const report = reportOf(this.profile, options);
    if (isProblem(report)) {
      return report;
    }
    const looked = { report, counted: sampleCounts(report) };
    this.#looked.set(key, looked);
    const [oldest] = this.#looked.keys();
    if (this.#looked.size > KEPT_REPORTS && oldest !== undefined) {
      this.#looked.delete(oldest);
    }
    return looked;
  }
}

function reportOf(source: Profile, options: ProfileOptions): Report | ProfileProblem {
  const { sampleType, root, ...filters } = options;
  let profile = source;
  if (root !== '') {
    const name = exactly(root);
    const rooted = makeReport(source, { ...DEFAULT_OPTIONS, focus: name, showFrom: name });
    if (isProblem(rooted)) {
      return rooted;
    }
    ({ profile } = rooted);
  }
  return makeReport(profile, {
    ...DEFAULT_OPTIONS,
    ...filters,
    sampleIndex: sampleType,
    nodeFraction: 0,
    edgeFraction: 0,
  });
}

/** A regular expression of a whole name. */
export function exactly(name: string): string {
  return `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
}

function headerOf(report: Report, { sampling }: SampleCounts): ViewHeader {
  const { sampleType, sampleUnit, total, column, unmatched } = report;
  return {
    type: sampleType,
    unit: sampleUnit,
    total: Number(total),
    shown: Number(absoluteSum(column)),
    sampling,
    unmatched,
  };
}
