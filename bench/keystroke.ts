import { join } from 'node:path';
import { Unavailable } from './commands.ts';
import { Typist } from './edits.ts';
import { barAtMost, figureOf, ratio, type Part, type Row } from './figures.ts';
import { OurServer, type CompiledAnswer } from './ours.ts';
import { GoBuild, type BuildAnswer } from './peers/goBuild.ts';
import { Gopls, type DetailsAnswer } from './peers/gopls.ts';
import { pause } from './serverProcess.ts';
import { CACHE, copyModule, goEnvironment, readSources, writeSources } from './subjects.ts';

const OURS = 'Go Memory Insight';
const FUNCTIONS_PER_FILE = 5;
/** Between two measurements, so that one does not run into the other. */
const PAUSE_MS = 150;

const MOST_MS = 400;
const MOST_OF_GO_BUILD = 0.5;

export interface KeystrokeOptions {
  readonly countEdits: number;
  /** Fewer, as each takes seconds; without it gopls is left out. */
  readonly countGoplsEdits?: number;
  readonly seed: number;
}

/** Keystroke to verdicts in a package of a module with third-party dependencies. */
export async function measureGin(options: KeystrokeOptions): Promise<Part> {
  const copies = await copyModule('github.com/gin-gonic/gin');
  const names = ['tree.go', 'context.go', 'gin.go'];
  const sources = await readSources(copies.forServers, names);
  const newTypist = () => new Typist(sources, FUNCTIONS_PER_FILE, options.seed);
  const typists = { ours: newTypist(), build: newTypist(), gopls: newTypist() };
  await writeSources(
    copies.forServers,
    names.map((name) => ({ name, text: typists.ours.textOf(name) })),
  );
  const build = GoBuild.inModule(copies.forCommands);
  return measure(`Keystroke to verdicts, gin ${copies.version}`, options, {
    folder: copies.forServers,
    typists,
    build,
    buildSubject: 'save, go build -gcflags=-m=2 .',
    hasBars: true,
  });
}

/** The same in a package of the standard library, five times as large. */
export async function measureHttp(options: KeystrokeOptions): Promise<Part> {
  const folder = join(await goEnvironment('GOROOT'), 'src/net/http');
  const sources = await readSources(folder, ['server.go']);
  const newTypist = () => new Typist(sources, FUNCTIONS_PER_FILE, options.seed);
  const typists = { ours: newTypist(), build: newTypist(), gopls: newTypist() };
  const build = await GoBuild.overlaid(
    'net/http',
    folder,
    typists.build,
    join(CACHE, 'overlays/net_http'),
  );
  return measure('Keystroke to verdicts, net/http', options, {
    folder,
    typists,
    build,
    buildSubject: 'go build -overlay=… -gcflags=-m=2 net/http',
    hasBars: false,
  });
}

interface Subject {
  readonly folder: string;
  readonly typists: Readonly<Record<'ours' | 'build' | 'gopls', Typist>>;
  readonly build: GoBuild;
  readonly buildSubject: string;
  readonly hasBars: boolean;
}

async function measure(title: string, options: KeystrokeOptions, subject: Subject): Promise<Part> {
  const { countEdits, countGoplsEdits = 0 } = options;
  const { typists, build } = subject;
  await build.prepare(typists.build);
  const gopls = countGoplsEdits > 0 ? await startGopls(subject) : undefined;
  try {
    const { server, firstVerdictsMs } = await OurServer.start(subject.folder, typists.ours);
    const ours: CompiledAnswer[] = [];
    const built: BuildAnswer[] = [];
    const detailed: DetailsAnswer[] = [];
    try {
      for (let edit = 0; edit < countEdits; edit++) {
        await pause(PAUSE_MS);
        ours.push(await server.typeCompiled(typists.ours.next()));
        built.push(await build.type(typists.build.next(), typists.build));
        const isGoplsDue = detailed.length < ((edit + 1) * countGoplsEdits) / countEdits;
        if (gopls instanceof Gopls && isGoplsDue) {
          detailed.push(await gopls.type(typists.gopls.next()));
        }
      }
    } finally {
      await server.stop();
    }
    const countLate = ours.filter(({ countRequests }) => countRequests > 1).length;
    const countGone = detailed.filter(({ wereGone }) => wereGone).length;
    const oursRow = rowOf(
      OURS,
      ours,
      `first verdicts ${(firstVerdictsMs / 1000).toFixed(1)} s after opening; ${countLate} first responses lacked them`,
    );
    const compiled = ours.map(({ compiledMs }) => compiledMs);
    const compiledRow = figureOf(
      "the same, until they are the compiler's",
      compiled.filter((ms) => !Number.isNaN(ms)),
      { countWrong: compiled.filter((ms) => Number.isNaN(ms)).length },
    );
    const buildRow = rowOf(subject.buildSubject, built, '');
    const rows: Row[] = [oursRow, compiledRow, buildRow];
    if (gopls instanceof Gopls) {
      const note = `details were gone in between ${countGone} times`;
      rows.push(rowOf(Gopls.subject, detailed, note));
    } else if (gopls) {
      rows.push({ type: 'skipped', subject: Gopls.subject, reason: gopls.message });
    }
    const share = ratio(compiledRow, buildRow);
    const medianMs = compiledRow.type === 'figure' ? compiledRow.median : undefined;
    const countWrong = ours.filter(({ isRight }) => !isRight).length;
    return {
      title,
      rows,
      bars: subject.hasBars
        ? [
            barAtMost("median of the compiler's in ms", medianMs, MOST_MS),
            barAtMost(
              "the same as a share of go build's",
              share === undefined ? undefined : 1 / share,
              MOST_OF_GO_BUILD,
            ),
            barAtMost('wrong answers of ours', countWrong, 0),
          ]
        : [barAtMost('wrong answers of ours', countWrong, 0)],
    };
  } finally {
    if (gopls instanceof Gopls) {
      await gopls.stop();
    }
  }
}

function rowOf(
  subject: string,
  answers: readonly { readonly elapsedMs: number; readonly isRight: boolean }[],
  note: string,
): Row {
  const right = answers.filter(({ isRight }) => isRight);
  return figureOf(
    subject,
    right.map(({ elapsedMs }) => elapsedMs),
    { countWrong: answers.length - right.length, note },
  );
}

/** A peer that cannot be had costs its row, not the run. */
async function startGopls({ folder, typists }: Subject): Promise<Gopls | Unavailable> {
  try {
    return await Gopls.start(folder, typists.gopls);
  } catch (error) {
    if (error instanceof Unavailable) {
      console.error(error.detail);
      return error;
    }
    console.error(error);
    return new Unavailable('gopls did not start');
  }
}
