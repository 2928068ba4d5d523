/** Lines of code that put back what has not grown too large. */

/** What is larger is left to the collector, as package fmt does (print.go, Go 1.26). */
const LARGEST_KEPT = '64<<10';

export function guardedPut(size: string, put: string): readonly string[] {
  return [`if ${size} <= ${LARGEST_KEPT} {`, `\t${put}`, '}'];
}

export function deferred(lines: readonly string[]): readonly string[] {
  return ['defer func() {', ...lines.map((line) => `\t${line}`), '}()'];
}
