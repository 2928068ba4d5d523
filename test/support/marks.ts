/** Text without its marks, and where they stood in it. Marks are characters that Go has no use for. */
export interface MarkedText {
  readonly text: string;
  /** Offsets of each mark, in order. */
  readonly offsets: ReadonlyMap<string, readonly number[]>;
}

export function unmark(marked: string, marks: string): MarkedText {
  const offsets = new Map<string, number[]>(Array.from(marks, (mark) => [mark, []]));
  let text = '';
  for (const character of marked) {
    const places = offsets.get(character);
    if (places) {
      places.push(text.length);
    } else {
      text += character;
    }
  }
  return { text, offsets };
}

/** The place of a mark that the text must have once. */
export function onlyOffset({ text, offsets }: MarkedText, mark: string): number {
  const [offset, ...others] = offsets.get(mark) ?? [];
  if (offset === undefined || others.length > 0) {
    throw new Error(`not one ${mark} in: ${text}`);
  }
  return offset;
}
