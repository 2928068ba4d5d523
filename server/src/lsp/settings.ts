import { ALLOCATION_KINDS, type AllocationKind } from '../engine/alloc/allocations.ts';
import { FREQUENCIES, type Frequency } from '../engine/frequency/frequency.ts';
import type { BuildFlags } from '../engine/build/flags.ts';
import { PADDING_LEVELS, type PaddingLevel } from '../engine/features/layoutHints.ts';
import type { Visibility } from '../engine/features/inlayHints.ts';
import type { RuleSetting } from '../engine/rules/run.ts';
import type { FindingChoice } from '../workspace/findings.ts';

/** The user's settings as the server reads them (contributed in package.json). */
export interface Settings {
  readonly areHintsEnabled: boolean;
  /** Which allocations have a hint. */
  readonly visibility: Visibility;
  readonly areLensesEnabled: boolean;
  readonly areDiagnosticsEnabled: boolean;
  readonly isCompilerEnabled: boolean;
  /** Whether it is noted where our own verdicts are not the compiler's. */
  readonly areDifferencesCollected: boolean;
  /** The go command. */
  readonly goPath: string;
  readonly flags: BuildFlags;
  /** For which layouts are shown; undefined for the one of the build. */
  readonly layoutGoarch: string | undefined;
  /** From how many bytes saved per object on another order of fields is spoken of. */
  readonly reorderThresholdBytes: number;
  /** How a struct is marked whose objects would take less in another order. */
  readonly padding: PaddingLevel;
  /** Whether struct types have their sizes behind their names. */
  readonly areSizesShown: boolean;
  /** Whether conversions that copy have an action that has them share their bytes. */
  readonly isZeroCopyOffered: boolean;
  readonly rules: RuleSettings;
}

export interface RuleSettings extends FindingChoice {
  readonly areEnabled: boolean;
}

/** As contributed in package.json: what costs with each call, and with each round of a loop. */
export const SHOWN_BY_DEFAULT: ReadonlySet<Frequency | AllocationKind> = new Set([
  'iteration',
  'call',
  ...ALLOCATION_KINDS,
]);

/** Reads a settings object that may hold anything; what does not fit is as if it were not there. */
export function parseSettings(value: unknown): Settings {
  const root = asRecord(value);
  const build = asRecord(root.build);
  const goPath = asRecord(root.go).path;
  const { goarch, reorderThresholdBytes, padding, sizeHints } = asRecord(root.layout);
  const hints = asRecord(root.inlayHints);
  return {
    areHintsEnabled: hints.enabled !== false,
    visibility: {
      frequencies: chosen(FREQUENCIES, hints.frequencies),
      kinds: chosen(ALLOCATION_KINDS, hints.kinds),
      minimumInlinedObjects: asCount(hints.minimumInlinedObjects, 2),
    },
    areLensesEnabled: asRecord(root.codeLens).enabled === true,
    areDiagnosticsEnabled: asRecord(root.diagnostics).enabled === true,
    layoutGoarch: typeof goarch === 'string' && goarch !== '' ? goarch : undefined,
    reorderThresholdBytes: asCount(reorderThresholdBytes, 8),
    padding: PADDING_LEVELS.find((level) => level === padding) ?? 'hint',
    areSizesShown: sizeHints === true,
    isZeroCopyOffered: asRecord(root.refactorings).zeroCopy === true,
    rules: parseRules(asRecord(root.rules)),
    isCompilerEnabled: asRecord(root.compiler).enabled !== false,
    areDifferencesCollected: asRecord(root.compiler).collectDifferences === true,
    goPath: typeof goPath === 'string' && goPath !== '' ? goPath : 'go',
    flags: {
      tags: asStrings(build.tags),
      race: build.race === true,
      extra: asStrings(build.flags),
      environment: Object.fromEntries(
        Object.entries(asRecord(build.environment)).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
    },
  };
}

function parseRules({ enabled, choose, tests, generated }: Record<string, unknown>): RuleSettings {
  return {
    areEnabled: enabled !== false,
    rules: Object.fromEntries(
      Object.entries(asRecord(choose)).flatMap(([name, chosen]): [string, RuleSetting][] => {
        const excludeTypes = asStrings(asRecord(chosen).excludeTypes);
        return typeof chosen === 'boolean'
          ? [[name, chosen]]
          : excludeTypes.length > 0
            ? [[name, { excludeTypes }]]
            : [];
      }),
    ),
    inTests: tests === true,
    inGenerated: generated === true,
  };
}

/** Those of the names that the user has checked, or has left checked. */
function chosen<Name extends Frequency | AllocationKind>(
  names: readonly Name[],
  value: unknown,
): ReadonlySet<Name> {
  const checked = asRecord(value);
  return new Set(
    names.filter((name) => {
      const own = checked[name];
      return typeof own === 'boolean' ? own : SHOWN_BY_DEFAULT.has(name);
    }),
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asCount(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : fallback;
}

function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
