/** Arguments of a program as one text: blanks are between them, and quotes hold together what has blanks. */

/** Quotes may stand anywhere in a word, as in `-run='a b'`; a backslash is one, as in paths of Windows. */
const WORD = /(?:[^\s'"]|'[^']*'|"[^"]*")+/g;
const QUOTED = /'([^']*)'|"([^"]*)"/g;

/** Undefined where a quote is not closed. */
export function wordsOf(text: string): string[] | undefined {
  if (/['"]/.test(text.replaceAll(QUOTED, ''))) {
    return undefined;
  }
  return [...text.matchAll(WORD)].map(([word]) =>
    word.replaceAll(QUOTED, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}

/** What {@link wordsOf} makes the words of. */
export function quotedText(words: readonly string[]): string {
  return words.map(quotedWord).join(' ');
}

function quotedWord(word: string): string {
  if (word !== '' && !/[\s'"]/.test(word)) {
    return word;
  }
  // A quote of one kind stands between quotes of the other.
  return word === ''
    ? "''"
    : word.replaceAll(/[^']+|'+/g, (part) => {
        const quote = part.startsWith("'") ? '"' : "'";
        return quote + part + quote;
      });
}
