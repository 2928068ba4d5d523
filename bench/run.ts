/**
 * Measures us beside what people use today, on the same input in the same run. Times are those of
 * this machine at this moment: read the ratios.
 *
 *   npm run bench [-- --edits 30 --gopls-edits 8 --http-edits 10 --only gin,http --check]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCheck } from './check.ts';
import { Unavailable } from './commands.ts';
import { measureEditorPaint } from './editorPaint.ts';
import { measureReader, measureSlicer } from './engine.ts';
import { renderPart, type Part } from './figures.ts';
import { measureFirstPaint } from './firstPaint.ts';
import { measureGcLogPaint } from './gcLogPaint.ts';
import { measureGcLogs } from './gcLogs.ts';
import { measureGinHovers, measureHttpHovers } from './hovers.ts';
import { measureGin, measureHttp } from './keystroke.ts';
import { measurePackage } from './packageSize.ts';
import { measureProfiles } from './profiles.ts';
import { measureGinStatic, measureGojaStatic, measureHttpStatic } from './staticVerdicts.ts';
import { measureSimulator } from './simulator.ts';
import { CACHE, goEnvironment } from './subjects.ts';
import { measureTraces } from './traces.ts';

const { values: options } = parseArgs({
  options: {
    edits: { type: 'string', default: '30' },
    'gopls-edits': { type: 'string', default: '8' },
    'http-edits': { type: 'string', default: '10' },
    /** The parts to measure, by name and with commas; all without it. */
    only: { type: 'string' },
    /** Ends with code 1 if a bar is missed. */
    check: { type: 'boolean', default: false },
  },
});

/** Differs from run to run, or the go command would answer from its cache. */
const seed = Date.now() % 0x7fffffff;

const PARTS: Readonly<Record<string, () => Promise<readonly Part[]>>> = {
  gin: async () => [
    await measureGin({
      countEdits: countOf('edits'),
      countGoplsEdits: countOf('gopls-edits'),
      seed,
    }),
  ],
  http: async () => [await measureHttp({ countEdits: countOf('http-edits'), seed })],
  'gin-hover': measureGinHovers,
  'http-hover': measureHttpHovers,
  'gin-static': measureGinStatic,
  'goja-static': measureGojaStatic,
  'http-static': measureHttpStatic,
  check: async () => [await measureCheck()],
  slicer: measureSlicer,
  reader: async () => [await measureReader()],
  profile: measureProfiles,
  paint: measureFirstPaint,
  'editor-paint': measureEditorPaint,
  gclog: measureGcLogs,
  'gclog-paint': measureGcLogPaint,
  simulator: measureSimulator,
  trace: measureTraces,
  package: async () => [await measurePackage()],
};

function countOf(name: 'edits' | 'gopls-edits' | 'http-edits'): number {
  const count = Number(options[name]);
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new Error(`--${name} wants a number, not ${options[name]}`);
  }
  return count;
}

async function partsOf(
  name: string,
  measure: () => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof Unavailable)) {
      throw error;
    }
    console.error(error.detail);
    return [
      { title: name, rows: [{ type: 'skipped', subject: name, reason: error.message }], bars: [] },
    ];
  }
}

function loadPerCore(): string {
  const [lastMinute = 0] = loadavg();
  return (lastMinute / availableParallelism()).toFixed(2);
}

const names = options.only?.split(',') ?? Object.keys(PARTS);
const unknown = names.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  throw new Error(`there is no part "${unknown}"; there are ${Object.keys(PARTS).join(', ')}`);
}

const machine = {
  cores: availableParallelism(),
  node: process.version,
  go: await goEnvironment('GOVERSION').catch(() => 'none'),
};
console.log(
  `${machine.go}, Node ${machine.node}, ${machine.cores} cores; load a core ${loadPerCore()}; seed ${seed}\n`,
);
const start = performance.now();
const results: (Part & { readonly loadPerCore: string })[] = [];
for (const name of names) {
  for (const part of await partsOf(name, PARTS[name] ?? (() => Promise.resolve([])))) {
    const load = loadPerCore();
    results.push({ ...part, loadPerCore: load });
    console.log(`${renderPart({ ...part, title: `${part.title}; load a core ${load}` })}\n`);
  }
}
console.log(`${((performance.now() - start) / 1000).toFixed(0)} s in all`);

await mkdir(CACHE, { recursive: true });
await writeFile(
  join(CACHE, 'last.json'),
  `${JSON.stringify({ machine, seed, parts: results }, undefined, 2)}\n`,
);
if (options.check && results.some(({ bars }) => bars.some(({ isMet }) => !isMet))) {
  process.exitCode = 1;
}
