import { sliceFile } from './slicer.ts';

const EMBED_DIRECTIVE = /^[\t ]*\/\/go:embed .*$/gm;

/**
 * What of a file decides how its package is built, as opposed to what it compiles to: everything
 * down to the last import (build constraints, package clause, the preamble of `import "C"`), and
 * the `//go:embed` lines.
 */
export function headerOf(text: string): string {
  const body = sliceFile(text).declarations.find(
    ({ keyword }) => keyword !== 'package' && keyword !== 'import',
  );
  const embeds = text.match(EMBED_DIRECTIVE) ?? [];
  return [text.slice(0, body?.docStart ?? text.length), ...embeds].join('\n');
}
