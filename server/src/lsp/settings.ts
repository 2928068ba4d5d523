import type { BuildFlags } from '../engine/build/flags.ts';

/** The user's settings as the server reads them (contributed in package.json). */
export interface Settings {
  readonly areHintsEnabled: boolean;
  readonly isCompilerEnabled: boolean;
  /** The go command. */
  readonly goPath: string;
  readonly flags: BuildFlags;
}

/** Reads a settings object that may hold anything; what does not fit is as if it were not there. */
export function parseSettings(value: unknown): Settings {
  const root = asRecord(value);
  const build = asRecord(root.build);
  const goPath = asRecord(root.go).path;
  return {
    areHintsEnabled: asRecord(root.inlayHints).enabled !== false,
    isCompilerEnabled: asRecord(root.compiler).enabled !== false,
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

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
