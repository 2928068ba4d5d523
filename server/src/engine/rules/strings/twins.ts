/** What packages strings and unicode/utf8, and the methods of regexp.Regexp, have for strings and for bytes. */

/** Functions of package strings that have a twin in package bytes; both parameters are texts. */
export const OF_TWO_TEXTS: ReadonlySet<string> = new Set([
  ...['Contains', 'HasPrefix', 'HasSuffix', 'Index', 'LastIndex', 'Count', 'EqualFold'],
]);

/** The same, of which only the first is. */
export const OF_ONE_TEXT: ReadonlySet<string> = new Set([
  ...['ContainsAny', 'ContainsRune', 'IndexAny', 'IndexByte', 'IndexRune'],
  ...['LastIndexAny', 'LastIndexByte'],
]);

/** Methods of regexp.Regexp that tell the same of both: of strings, and of bytes. */
export const MATCHES: readonly (readonly [ofString: string, ofBytes: string])[] = [
  ['MatchString', 'Match'],
  ['FindStringIndex', 'FindIndex'],
  ['FindStringSubmatchIndex', 'FindSubmatchIndex'],
  ['FindAllStringIndex', 'FindAllIndex'],
];
