/**
 * What is found in snapshots of programs that leak, and of programs that only look so: test/fixtures/leaks.
 * They run several times, as what the runtime samples is chance.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readProfiles, needed } from '../../server/src/cli/profileLoad.ts';
import { findLeaks, type LeakFinding } from '../../server/src/engine/leaks/findLeaks.ts';

const PROGRAMS = fileURLToPath(new URL('../fixtures/leaks', import.meta.url));
const COUNT_RUNS = 4;
const COUNT_AT_ONCE = 2;
const LEAST_RECALL = 0.95;
const MOST_FALSE_ALARMS = 0.1;

/** The goroutines of a connection are the library's own: no profile tells the line that asked for it. */
const OF_LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['response-body', 'net/http.(*persistConn).readLoop'],
]);

/** By program, the lines that leak: `retained.go:26`. */
function markedLines(): ReadonlyMap<string, readonly string[]> {
  const marked = new Map<string, string[]>();
  for (const file of readdirSync(PROGRAMS).filter((name) => name.endsWith('.go'))) {
    const lines = readFileSync(join(PROGRAMS, file), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const program = /\/\/ leak: (\S+)$/.exec(line)?.[1];
      if (program !== undefined) {
        marked.set(program, [...(marked.get(program) ?? []), `${file}:${index + 1}`]);
      }
    }
  }
  return marked;
}

type Found = readonly [name: string, findings: readonly LeakFinding[]];

describe('leaks in snapshots', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
  const program = join(folder, 'leaks.exe');
  const marked = markedLines();
  /** By run and program. */
  const found: Found[] = [];
  const namesOf = (some: readonly Found[]) => some.map(([name]) => name);

  const findingsOf = async (name: string, run: number): Promise<readonly LeakFinding[]> => {
    const snapshots = join(folder, `${name}.${run}`);
    mkdirSync(snapshots);
    await promisify(execFile)(program, [name, snapshots]);
    const files = readdirSync(snapshots).map((file) => join(snapshots, file));
    return needed(findLeaks(await readProfiles(files, folder))).findings;
  };

  before(async () => {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAMS });
    const names = execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
    const pending = Array.from({ length: COUNT_RUNS }, (_, run) =>
      names.map((name) => ({ name, run })),
    ).flat();
    const work = async () => {
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        found.push([next.name, await findingsOf(next.name, next.run)]);
      }
    };
    await Promise.all(Array.from({ length: COUNT_AT_ONCE }, work));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const isNamed = (name: string, { frame }: LeakFinding) =>
    frame.name === OF_LIBRARIES.get(name) ||
    marked.get(name)?.includes(`${basename(frame.file)}:${frame.line}`) === true;

  it('are found where a program leaks, at the line that does', (context) => {
    const leaking = found.filter(([name]) => marked.has(name));
    const missed = namesOf(
      leaking.filter(([name, findings]) => !findings.some((each) => isNamed(name, each))),
    );
    assert.equal(leaking.length, COUNT_RUNS * 24);
    context.diagnostic(`missed: ${missed.join(', ') || 'none'}`);
    assert.ok(1 - missed.length / leaking.length >= LEAST_RECALL, missed.join(', '));
  });

  it('are not found where a program does not leak', (context) => {
    const steady = found.filter(([name]) => !marked.has(name));
    const alarmed = namesOf(steady.filter(([, findings]) => findings.length > 0));
    assert.equal(steady.length, COUNT_RUNS * 12);
    context.diagnostic(`false alarms: ${alarmed.join(', ') || 'none'}`);
    assert.ok(alarmed.length / steady.length <= MOST_FALSE_ALARMS, alarmed.join(', '));
  });

  it('say what goroutines wait for, and who started them', () => {
    const [, findings = []] = found.find(([name]) => name === 'stop-once') ?? [];
    const wait = findings.find((finding) => isNamed('stop-once', finding))?.wait;
    assert.equal(wait?.state, 'chan receive');
    assert.match(wait.createdBy, /^main\.init/);
  });

  it('say how much of what is allocated stays', () => {
    const retained = (name: string) => {
      const [, findings = []] = found.find((each) => each[0] === name) ?? [];
      return findings.find((finding) => isNamed(name, finding))?.retained ?? 0;
    };
    assert.ok(retained('timer-closures') > 0.9);
    // What grows by copying leaves the copies behind.
    assert.ok(retained('append-only') < 0.9);
  });
});
