/** The labels in texts of runtime/pprof: labelMap.String of runtime/pprof/label.go, Go 1.26, which quotes with %q. */
import type { NewLabel } from './profileBuilder.ts';

/** `"key":"value", …`, quoted as Go does. */
export function textLabels(text: string): NewLabel[] {
  const pairs = text.matchAll(/"((?:[^"\\]|\\.)*)":\s*"((?:[^"\\]|\\.)*)"/g);
  return Array.from(pairs, ([, key = '', value = '']) => ({
    key: unquoted(key),
    value: unquoted(value),
    unit: '',
  }));
}

const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|.)/g;

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unquoted(text: string): string {
  return text.replace(ESCAPE, (whole: string, two?: string, four?: string, eight?: string) => {
    const hexadecimal = two ?? four ?? eight;
    if (hexadecimal === undefined) {
      const letter = whole.slice(1);
      return CONTROLS[letter] ?? letter;
    }
    const codePoint = parseInt(hexadecimal, 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}
