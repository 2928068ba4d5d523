/** `gomem check` of a whole module: the first time, and when nothing has changed since; `go vet` beside it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, Unavailable, type CommandRequest } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import { CACHE, copyModule, ROOT } from './subjects.ts';

const MODULE = 'github.com/minio/minio-go/v7';
const COUNT_PASSES = 5;
const MOST_WARM_MS = 3000;
/** Of both: there are findings. */
const CODE_OF_FINDINGS = 1;

export async function measureCheck(): Promise<Part> {
  const { forCommands: cwd, version } = await copyModule(MODULE);
  const logs = join(CACHE, 'compiler-logs');
  await rm(logs, { recursive: true, force: true });
  const check: CommandRequest = {
    command: process.execPath,
    args: [join(ROOT, 'dist/gomem.js'), 'check', './...'],
    cwd,
    env: { GOMEMCACHE: logs },
  };
  const vet: CommandRequest = { command: 'go', args: ['vet', './...'], cwd };
  // What both import is compiled before anything is timed.
  await timeOf(vet);
  const first = await timeOf(check);
  const times = { check: [] as number[], vet: [] as number[] };
  for (let pass = 0; pass < COUNT_PASSES; pass++) {
    times.check.push(await timeOf(check));
    times.vet.push(await timeOf(vet));
  }
  return {
    title: `The rules on all of ${MODULE} ${version}`,
    rows: [
      figureOf('gomem check, nothing changed', times.check),
      figureOf('gomem check, the first time', [first]),
      figureOf('go vet, nothing changed', times.vet),
    ],
    bars: [barAtMost('nothing changed, ms', median(times.check), MOST_WARM_MS)],
  };
}

async function timeOf(request: CommandRequest): Promise<number> {
  const { code, stderr, elapsedMs } = await runCommand(request);
  if (code > CODE_OF_FINDINGS) {
    throw new Unavailable(`${request.args.join(' ')} ends with code ${code}`, stderr);
  }
  return elapsedMs;
}
