/**
 * The static tier: our own verdicts, in a folder that is not trusted, so that no compiler runs for
 * us. Beside them the compiler, on the same keystrokes in the same run.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Typist } from './edits.ts';
import { barAtMost, type Bar, figureOf, p95Of, type Part, type Row } from './figures.ts';
import { OurServer } from './ours.ts';
import { GoBuild } from './peers/goBuild.ts';
import { memoryRows } from './serverMemory.ts';
import { pause } from './serverProcess.ts';
import {
  builtFiles,
  CACHE,
  copyModule,
  goEnvironment,
  readSources,
  writeSources,
  type ModuleCopies,
} from './subjects.ts';

const FUNCTIONS_PER_FILE = 20;
const COUNT_EDITS = 60;
/** Fewer, as each takes seconds. */
const COUNT_BUILDS = 4;
/** Each makes the package another one. */
const COUNT_DECLARED = 20;
const PAUSE_MS = 40;
const SEED = 6;
const GOJA_VERSION = 'v0.0.0-20260917113740-793a2a65c13b';
/** All of gin is looked at by then. */
const MOST_KEEPING_MS = 60_000;

/** One frame. */
const MOST_WAITING_MS = 16;

interface Subject {
  readonly title: string;
  readonly folder: string;
  readonly names: readonly string[];
  /** Whether it imports other modules: what is found out of these is kept for the next start. */
  readonly hasModules: boolean;
  readonly build: GoBuild;
  readonly buildSubject: string;
  readonly typists: Readonly<Record<'ours' | 'build', Typist>>;
  readonly barsOf: (found: Found) => readonly Bar[];
}

interface Found {
  readonly firstVerdictsMs: number;
  readonly p95Ms: number | undefined;
  readonly wholePackageMs: number;
  readonly peakMegabytes: number | undefined;
}

export async function measureGinStatic(): Promise<readonly Part[]> {
  return measureModule(await copyModule('github.com/gin-gonic/gin'), {
    title: 'gin',
    names: ['context.go', 'tree.go', 'gin.go'],
    barsOf: ({ firstVerdictsMs, p95Ms }) => [
      barAtMost('first verdicts in ms', firstVerdictsMs, 3000),
      barAtMost('our p95 in ms', p95Ms, 15),
    ],
  });
}

/** An interpreter: nearly all of its functions lead back to each other, so that an edit of one makes all of them others. */
export async function measureGojaStatic(): Promise<readonly Part[]> {
  return measureModule(await copyModule('github.com/dop251/goja', GOJA_VERSION), {
    title: 'goja',
    names: ['compiler_expr.go', 'runtime.go'],
    barsOf: ({ p95Ms }) => [barAtMost('our p95 in ms', p95Ms, 100)],
  });
}

async function measureModule(
  { forServers, forCommands, version }: ModuleCopies,
  { title, names, barsOf }: Pick<Subject, 'title' | 'names' | 'barsOf'>,
): Promise<readonly Part[]> {
  const typists = await typistsOf(forServers, names);
  await writeSources(
    forServers,
    names.map((name) => ({ name, text: typists.ours.textOf(name) })),
  );
  return measure({
    title: `${title} ${version}`,
    folder: forServers,
    names,
    hasModules: true,
    build: GoBuild.inModule(forCommands),
    buildSubject: 'save, go build -gcflags=-m=2 .',
    typists,
    barsOf,
  });
}

export async function measureHttpStatic(): Promise<readonly Part[]> {
  const folder = join(await goEnvironment('GOROOT'), 'src/net/http');
  const names = ['server.go'];
  const typists = await typistsOf(folder, names);
  return measure({
    title: 'net/http',
    folder,
    names,
    hasModules: false,
    build: await GoBuild.overlaid(
      'net/http',
      folder,
      typists.build,
      join(CACHE, 'overlays/net_http_static'),
    ),
    buildSubject: 'go build -overlay=… -gcflags=-m=2 net/http',
    typists,
    barsOf: ({ p95Ms, wholePackageMs, peakMegabytes }) => [
      barAtMost('our p95 in ms', p95Ms, 30),
      barAtMost('the whole package in ms', wholePackageMs, 400),
      barAtMost('highest resident set in MB', peakMegabytes, 400),
    ],
  });
}

async function typistsOf(folder: string, names: readonly string[]) {
  const sources = await readSources(folder, names);
  const newTypist = () => new Typist(sources, FUNCTIONS_PER_FILE, SEED);
  return { ours: newTypist(), build: newTypist() };
}

/** Until what was found out of dependencies is in a cache folder: the next start has it at hand. */
async function hasKept(cacheFolder: string): Promise<void> {
  const end = performance.now() + MOST_KEEPING_MS;
  while ((await readdir(cacheFolder)).length === 0 && performance.now() < end) {
    await pause(PAUSE_MS);
  }
}

async function measure(subject: Subject): Promise<readonly Part[]> {
  const { title, folder, names, build, buildSubject, typists } = subject;
  await build.prepare(typists.build);
  const cacheFolder = await mkdtemp(join(tmpdir(), 'gomem-bench-'));
  const options = { isTrusted: false, cacheFolder };
  const { server, firstVerdictsMs, waitsMs } = await OurServer.start(folder, typists.ours, options);
  try {
    if (subject.hasModules) {
      await hasKept(cacheFolder);
    }
    const next = await OurServer.start(folder, typists.ours, options);
    await next.server.stop();
    const times: number[] = [];
    const builds: number[] = [];
    let countWrong = 0;
    for (let edit = 0; edit < COUNT_EDITS; edit++) {
      await pause(PAUSE_MS);
      const { elapsedMs, isRight } = await server.type(typists.ours.next());
      times.push(elapsedMs);
      countWrong += isRight ? 0 : 1;
      if (builds.length < ((edit + 1) * COUNT_BUILDS) / COUNT_EDITS) {
        builds.push((await build.type(typists.build.next(), typists.build)).elapsedMs);
      }
    }
    const built = await builtFiles(folder);
    const others = (await readdir(folder)).filter(
      (name) => name.endsWith('.go') && !name.endsWith('_test.go') && !names.includes(name),
    );
    const wholePackageMs = await server.openAll(others.filter((name) => built.has(name)));
    const notBuiltMs = await server.openAll(others.filter((name) => !built.has(name)));
    const memory = await server.memory();
    const [name] = names;
    const declared: number[] = [];
    const lines = name === undefined ? [] : typists.ours.textOf(name).split('\n');
    for (let at = 0; name !== undefined && at < COUNT_DECLARED; at++) {
      await pause(PAUSE_MS);
      const text = `func gomemBench${at}() *int { return new(int) }`;
      const { elapsedMs, isRight } = await server.declare(name, lines.length - 1 + at, text);
      declared.push(elapsedMs);
      countWrong += isRight ? 0 : 1;
    }
    const typing = figureOf('Go Memory Insight', times, { countWrong });
    const waiting = figureOf('while warming', waitsMs);
    const amount = (what: string, ms: number): Row => ({
      type: 'amount',
      subject: what,
      amount: Math.round(ms),
      unit: 'ms',
    });
    return [
      {
        title: `Keystroke to our own verdicts, ${title}`,
        rows: [
          typing,
          figureOf('a function that is added, to its own hint', declared),
          figureOf(buildSubject, builds),
        ],
        bars: [
          barAtMost('wrong answers of ours', countWrong, 0),
          ...subject.barsOf({
            firstVerdictsMs,
            p95Ms: p95Of(typing),
            wholePackageMs,
            peakMegabytes: memory && memory.peakBytes / 1e6,
          }),
        ],
      },
      {
        title: `Another request to its answer, ${title}`,
        rows: [waiting],
        bars: [
          barAtMost(
            'longest in ms',
            waiting.type === 'figure' ? waiting.max : undefined,
            MOST_WAITING_MS,
          ),
        ],
      },
      {
        title: `All of ${title} by our own analysis`,
        rows: [
          amount('first verdicts after opening', firstVerdictsMs),
          amount('the same at the next start', next.firstVerdictsMs),
          amount('hints of all other files that are built, all known', wholePackageMs),
          amount('of those that are not built, each a package of its own', notBuiltMs),
          ...memoryRows(memory),
        ],
        bars: [],
      },
    ];
  } finally {
    await server.stop();
    await rm(cacheFolder, { recursive: true, force: true });
  }
}
