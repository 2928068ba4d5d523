/** What the go command gives the compiler of the user's `-gcflags`: cmd/go/internal/load/flag.go (Go 1.26). */

/** Each a text as `-gcflags` takes it. */
export interface Gcflags {
  /** For packages that the command line names. */
  readonly named: string;
  /** For those that they import. */
  readonly imported: string;
}

/**
 * `words` are arguments of the go command, as the shell would pass them. Of several values, the last one that is for a
 * package counts. `pattern=flags` is taken to be for other packages than those that the command line names, unless the
 * pattern is `all`.
 */
export function gcflagsIn(words: readonly string[]): Gcflags {
  let named = '';
  let imported = '';
  for (let at = 0; at < words.length; at++) {
    const isApart = isGcflagsName(words[at] ?? '');
    const value = isApart ? words[++at] : gcflagsValue(words[at] ?? '');
    if (value === undefined) {
      continue;
    }
    const [, pattern, flags = ''] = /^\s*(?:([^-\s][^=]*)=)?(.*)$/s.exec(value) ?? [];
    if (pattern === undefined || pattern.trim() === 'all') {
      named = flags.trim();
    }
    if (pattern?.trim() === 'all') {
      imported = flags.trim();
    }
  }
  return { named, imported };
}

/** The same words without any `-gcflags`. */
export function withoutGcflags(words: readonly string[]): string[] {
  return words.filter(
    (word, at) =>
      !isGcflagsName(word) &&
      gcflagsValue(word) === undefined &&
      !(at > 0 && isGcflagsName(words[at - 1] ?? '')),
  );
}

/** Its value is the next word. */
function isGcflagsName(word: string): boolean {
  return /^--?gcflags$/.test(word);
}

function gcflagsValue(word: string): string | undefined {
  return /^--?gcflags=(.*)$/s.exec(word)?.[1];
}
