/** Flags of the go command that say which files are built, and where packages are. */
import type { BuildFlags } from './flags.ts';
import { goCommandArguments } from './flags.ts';
import { type Gcflags, gcflagsIn } from './gcflags.ts';
import { quotedWords } from './quotedWords.ts';

export interface GoFlags {
  /** `-mod`; empty where the go command decides. */
  readonly mod: string;
  /** `-modfile`, as it is written. */
  readonly modFile: string;
  readonly tags: readonly string[];
  readonly race: boolean;
  readonly msan: boolean;
  readonly asan: boolean;
  readonly gcflags: Gcflags;
  /** `auto`, `off` or a profile's path. */
  readonly pgo: string;
}

/** `goflags` is the variable GOFLAGS. What the command line says again counts. */
export function readGoFlags(goflags: string, flags: BuildFlags): GoFlags {
  const ofVariable = quotedWords(goflags);
  const words = [...ofVariable, ...goCommandArguments(flags)];
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const [, name = '', equals, written = ''] =
      /^--?([^-=][^=]*)(=?)([^]*)$/.exec(words[at] ?? '') ?? [];
    if (BOOLEANS.has(name)) {
      values.set(name, equals === '=' ? written : 'true');
    } else if (VALUES.has(name)) {
      values.set(name, equals === '=' ? written : (words[++at] ?? ''));
    }
  }
  const isOn = (name: string): boolean => /^(?:1|t|T|true|TRUE|True)$/.test(values.get(name) ?? '');
  return {
    mod: values.get('mod') ?? '',
    modFile: values.get('modfile') ?? '',
    tags: splitTags(values.get('tags') ?? ''),
    race: isOn('race'),
    msan: isOn('msan'),
    asan: isOn('asan'),
    gcflags: gcflagsIn([...ofVariable, ...flags.extra]),
    pgo: values.get('pgo') ?? 'auto',
  };
}

const BOOLEANS = new Set(['race', 'msan', 'asan']);
const VALUES = new Set(['mod', 'modfile', 'tags', 'pgo']);

/** Commas are between tags; spaces were once. */
function splitTags(text: string): string[] {
  return text.split(/[\s,']+/).filter((tag) => tag !== '');
}
