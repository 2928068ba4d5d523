const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const ESCAPE =
  /\\(?:([abfnrtv\\"])|x([0-7][\da-fA-F])|u((?![dD][89a-fA-F])[\da-fA-F]{4})|U((?!0000[dD][89a-fA-F])00(?:0[\da-fA-F]|10)[\da-fA-F]{4})|([01][0-7]{2})|[^])/g;

/**
 * The value of a string literal that stands for a path; undefined if it is none. Bytes beyond ASCII
 * that are written as `\x80` are no part of paths, and not read.
 */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) {
    return undefined;
  }
  const inner = literal.slice(1, -1);
  if (quote === '`') {
    return inner.includes('`') ? undefined : inner.replaceAll('\r', '');
  }
  if (quote !== '"' || inner.includes('\n')) {
    return undefined;
  }
  if (!inner.includes('\\')) {
    return inner.includes('"') ? undefined : inner;
  }
  let isGood = !/(?:^|[^\\])(?:\\\\)*"/.test(inner) && !/(?:^|[^\\])(?:\\\\)*\\$/.test(inner);
  const value = inner.replace(
    ESCAPE,
    (_, simple?: string, hex?: string, short?: string, long?: string, octal?: string) => {
      if (simple !== undefined) {
        return SIMPLE[simple] ?? '';
      }
      const digits = hex ?? short ?? long;
      if (digits === undefined && octal === undefined) {
        isGood = false;
        return '';
      }
      return String.fromCodePoint(
        digits === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(digits, 16),
      );
    },
  );
  return isGood ? value : undefined;
}
