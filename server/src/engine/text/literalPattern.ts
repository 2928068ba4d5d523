/**
 * A text as a regular expression that matches nothing but it, as Go's regexp.QuoteMeta writes it; JavaScript
 * reads it the same.
 */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
