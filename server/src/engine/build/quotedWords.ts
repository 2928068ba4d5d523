/** Quotes hold a word together; nothing is escaped: cmd/internal/quoted (Go 1.26). */
export function quotedWords(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
