/** Code in a sentence: of literals and bodies that take several lines, only that they are there. */
export function oneLine(text: string): string {
  let short = '';
  let end = 0;
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', end)) {
    const close = closingBrace(text, open);
    const body = text.slice(open, close);
    short += text.slice(end, open) + (body.includes('\n') ? '{…}' : body);
    end = close;
  }
  return (short + text.slice(end)).replace(/\s+/g, ' ');
}

/** Behind the brace that belongs to the one at an offset; the end of the text where there is none. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
    if (depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}
