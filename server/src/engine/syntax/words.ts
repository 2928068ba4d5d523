/** Names and keywords in a piece of code, and words in its texts. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
}
