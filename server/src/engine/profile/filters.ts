/** pprof's filters, in pprof's order: google/pprof, internal/driver/driver_focus.go. */
import { goRegexp, type GoRegexp } from './goRegexpMatch.ts';
import { filterByName, showFrom, type Filtered } from './nameFilters.ts';
import { naming } from './problem.ts';
import type { Profile } from './profile.ts';
import { pruneFrom } from './prune.ts';
import { filterByTag, filterTags, tagFilter } from './tagFilters.ts';

/** Texts that are empty are not set. */
export interface FilterOptions {
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
}

/** `units` are those of the labels' numbers. Throws a Fault that names the option which cannot be used. */
export function applyFilters(
  source: Profile,
  units: ReadonlyMap<string, string>,
  options: FilterOptions,
): Filtered {
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

/** `focus=…`, as pprof lists them. */
export function activeFilters(options: FilterOptions): string[] {
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
