import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { type StandardSummary, SummaryFiles } from '../engine/build/standardSummary.ts';

/** Reads the archive that scripts/standardSummary.ts writes. */
export function readStandardSummaries(path: string): readonly StandardSummary[] {
  // The script and this file are of one version, and nobody else writes the archive.
  return JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as StandardSummary[];
}

/** The same as files, read when somebody first asks for one; none if the archive cannot be read. */
export function standardLibraryFrom(path: string): () => SummaryFiles {
  let files: SummaryFiles | undefined;
  return () => (files ??= read(path));
}

function read(path: string): SummaryFiles {
  try {
    return new SummaryFiles(readStandardSummaries(path));
  } catch {
    return new SummaryFiles([]);
  }
}
