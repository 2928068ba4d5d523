/** How the user left an editor of a profile: what outlives its page. */
import {
  DEFAULT_PROFILE_OPTIONS,
  PROFILE_VIEWS,
  type ProfileOptions,
  type ProfileView,
} from '../../profileProtocol.ts';
import type { TableSort } from '../components/tableColumn.ts';
import type { SeriesOrder, SeriesValues } from './seriesRows.ts';

export interface ProfileState {
  readonly view: ProfileView;
  readonly options: ProfileOptions;
  /** `auto` or a unit. */
  readonly unit: string;
  readonly search: string;
  readonly hasFilters: boolean;
  readonly topSort: TableSort;
  /** The URIs of profiles that stand beside this one. */
  readonly series: readonly string[];
  readonly seriesOrder: SeriesOrder;
  readonly seriesValues: SeriesValues;
  readonly seriesSort: TableSort;
  /** The frame whose callers and callees the flame graph shows; empty for all stacks. */
  readonly pivot: string;
  /** Which of several files one is, by the profile's path. */
  readonly chosenPaths: Readonly<Record<string, string>>;
  /** Roots at the bottom. */
  readonly isFlame: boolean;
  readonly hasFlameTable: boolean;
  readonly hasGraphTable: boolean;
}

export const INITIAL_STATE: ProfileState = {
  view: 'flame',
  options: DEFAULT_PROFILE_OPTIONS,
  unit: 'auto',
  search: '',
  hasFilters: false,
  topSort: { column: 'flat', isDescending: true },
  series: [],
  seriesOrder: 'flat',
  seriesValues: 'absolute',
  seriesSort: { column: 'change', isDescending: true },
  pivot: '',
  chosenPaths: {},
  isFlame: false,
  hasFlameTable: false,
  hasGraphTable: false,
};

/** What was left by this version or another one, as far as it makes sense. */
export function restoredState(left: unknown): ProfileState {
  const known: Partial<ProfileState> = typeof left === 'object' && left !== null ? left : {};
  return {
    ...INITIAL_STATE,
    ...known,
    view: PROFILE_VIEWS.find((view) => view === known.view) ?? INITIAL_STATE.view,
    options: { ...INITIAL_STATE.options, ...known.options },
  };
}
