/** A line's mark `// want words`: what is said of that line. */
export interface Want {
  /** 1-based. */
  readonly line: number;
  readonly words: string;
}

/** The marks of a Go text; several wants of one line are separated by commas. */
export function wantsIn(text: string): Want[] {
  return text.split('\n').flatMap((content, index) => {
    const [, wants] = /\/\/ want (.+)$/.exec(content) ?? [];
    return (wants?.split(',') ?? []).map((words) => ({ line: index + 1, words: words.trim() }));
  });
}

/** As `line: words`, sorted, for comparisons that a person can read. */
export function wantLines(wants: readonly Want[]): string[] {
  return wants.map(({ line, words }) => `${line}: ${words}`).sort();
}
