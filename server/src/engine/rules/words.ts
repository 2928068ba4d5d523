/** Names and keywords in a piece of code, and words in its texts. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
}

/** Whether a name is one of them: most texts do not even have its letters. */
export function hasWord(text: string, name: string): boolean {
  return text.includes(name) && wordsOf(text).includes(name);
}
