import type { FileSlices } from '../syntax/slicer.ts';

/** Whether a program writes the file, and would undo an edit: golang.org/s/generatedcode. */
export function isGenerated({ text, declarations }: FileSlices): boolean {
  const header = text.slice(0, declarations[0]?.start);
  return /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(header);
}
