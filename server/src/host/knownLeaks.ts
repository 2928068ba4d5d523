import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { KnownLeaks, type LeaksTable } from '../engine/compile/knownLeaks.ts';

/**
 * What scripts/parameterLeaks.ts wrote, by the version of Go (`go1.26.1`); read when somebody first
 * asks. Nothing is known of other minor versions, or if the archive cannot be read.
 */
export function knownLeaksFrom(path: string): (goVersion: string) => KnownLeaks | undefined {
  let tables: ReadonlyMap<string, KnownLeaks> | undefined;
  // Asked for each function that is come across.
  let last: { readonly goVersion: string; readonly leaks: KnownLeaks | undefined } | undefined;
  return (goVersion) => {
    if (last?.goVersion !== goVersion) {
      tables ??= read(path);
      const minor = goVersion.replace(/^go(\d+\.\d+).*$/, '$1');
      last = { goVersion, leaks: tables.get(minor) };
    }
    return last.leaks;
  };
}

function read(path: string): ReadonlyMap<string, KnownLeaks> {
  try {
    const text = brotliDecompressSync(readFileSync(path)).toString();
    // The script and this file are of one version, and nobody else writes the archive.
    const tables = JSON.parse(text) as readonly LeaksTable[];
    return new Map(tables.map((table) => [table.goVersion, new KnownLeaks(table)]));
  } catch {
    return new Map();
  }
}
