/**
 * Writes `server/data/standard.br`: what the declarations of the standard library are, for machines
 * without Go. `node --import tsx scripts/standardSummary.ts [GOROOT…]`, by default those of the two
 * newest Go minor versions, which the go command downloads as it does toolchains.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { versionOfToolchain } from '../server/src/engine/build/goVersion.ts';
import type { StandardSummary } from '../server/src/engine/build/standardSummary.ts';
import { withoutComments } from './summary/compact.ts';
import { summarizePackage } from './summary/summarizePackage.ts';

/** The newest first. */
const TOOLCHAINS = ['go1.26.8', 'go1.25.3'];

export const ARCHIVE = fileURLToPath(new URL('../server/data/standard.br', import.meta.url));

/** Read as they are by what finds packages: toolchain, defaults, experiments. */
const WHOLE_FILES = ['VERSION', 'go.env'];
/** Of this one the bodies count: see engine/build/experiments.ts. */
const EXPERIMENTS = 'src/internal/buildcfg/exp.go';

/** What a machine without Go has to know of a Go installation. */
export function summarize(goroot: string): StandardSummary {
  const read = (path: string) => readFileSync(join(goroot, path), 'utf8');
  const version = versionOfToolchain(read('VERSION').split('\n')[0]?.trim() ?? '');
  if (version === undefined) {
    throw new Error(`${goroot} is no release of Go`);
  }
  const files: Record<string, string> = {};
  for (const path of WHOLE_FILES) {
    files[path] = read(path);
  }
  for (const folder of packageFolders(goroot, 'src')) {
    const sources = readdirSync(join(goroot, folder))
      .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
      .sort()
      .map((name) => ({ name, text: read(`${folder}/${name}`) }));
    for (const { name, text } of summarizePackage(sources)) {
      files[`${folder}/${name}`] = text;
    }
  }
  files[EXPERIMENTS] = withoutComments(read(EXPERIMENTS));
  return { version, files };
}

/** Commands cannot be imported, and `builtin` is documentation. */
function packageFolders(goroot: string, folder: string): string[] {
  const names = readdirSync(join(goroot, folder)).sort();
  const inner = names
    .filter((name) => !/^[._]|^testdata$/.test(name))
    .map((name) => `${folder}/${name}`)
    .filter((path) => path !== 'src/cmd' && path !== 'src/builtin')
    .filter((path) => statSync(join(goroot, path)).isDirectory());
  return [folder, ...inner.flatMap((path) => packageFolders(goroot, path))].filter(
    (path) => path !== 'src',
  );
}

/** Where a toolchain is, downloaded if it has to be. */
function gorootOf(toolchain: string): string {
  const environment = { ...process.env, GOTOOLCHAIN: toolchain };
  return execFileSync('go', ['env', 'GOROOT'], { env: environment, encoding: 'utf8' }).trim();
}

/** The versions have most of their text in common: together they take little more than one. */
function compressed(summaries: readonly StandardSummary[]): Buffer {
  const text = JSON.stringify(summaries);
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const goroots = given.length > 0 ? given : TOOLCHAINS.map(gorootOf);
  const archive = compressed(goroots.map(summarize));
  writeFileSync(ARCHIVE, archive);
  process.stdout.write(`${ARCHIVE}: ${archive.length} bytes\n`);
}
