/** A line's mark `// want words`: what is said of that line; `// want-next words` is of the one below. */
export interface Want {
  /** 1-based. */
  readonly line: number;
  readonly words: string;
}

/** The marks of a Go text; several wants of one line are separated by commas. */
export function wantsIn(text: string): Want[] {
  return text.split('\n').flatMap((content, index) => {
    const [, next, wants] = /\/\/ want(-next)? (.+)$/.exec(content) ?? [];
    const line = next === undefined ? index + 1 : index + 2;
    return (wants?.split(',') ?? []).map((words) => ({ line, words: words.trim() }));
  });
}

/** As `line: words`, sorted, for comparisons that a person can read. */
export function wantLines(wants: readonly Want[]): string[] {
  return wants.map(({ line, words }) => `${line}: ${words}`).sort();
}
