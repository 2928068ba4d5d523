/** `gomem gclog` on logs of programs that run here, beside the runtime's own counters. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { gomem, type GomemOutcome } from '../support/gomem.ts';
import type { FindingKind } from '../../server/src/engine/gclog/finding.ts';
import {
  assertAllCounted,
  assertCountersAgree,
  onlyRun,
  readGcLog,
} from '../support/gcLogTruth.ts';

describe('gomem gclog', () => {
  let folder: string;
  const programs = new Map<string, string>();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gclog-'));
    for (const name of ['gcLogProgram', 'gcLogFindings']) {
      const program = join(folder, `${name}.exe`);
      const { status, stderr } = spawnSync('go', ['build', '-o', program, '.'], {
        cwd: fileURLToPath(new URL(name, import.meta.url)),
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      programs.set(name, program);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(name: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    const { status, stdout, stderr } = spawnSync(programs.get(name) ?? '', args, {
      env: { ...process.env, GOGC: '', GOMEMLIMIT: '', ...environment },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    assert.equal(status, 0, stderr);
    return { out: stdout, log: stderr };
  }

  const gclog = (args: readonly string[], input = '') =>
    gomem(['gclog', ...args], {
      cwd: folder,
      async *readInput() {
        await Promise.resolve();
        yield Buffer.from(input);
      },
    });

  type Row = Readonly<Record<string, string | number | null>>;
  const rowsOf = ({ out }: GomemOutcome): readonly Row[] =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);

  it('reads every line, and what the counters say', () => {
    for (const options of [
      'gctrace=1',
      'gctrace=2,scavtrace=1,gcpacertrace=1,inittrace=1',
      'gctrace=1,schedtrace=10,scheddetail=1',
    ]) {
      const { out, log } = run('gcLogProgram', [], { GODEBUG: options });
      const read = readGcLog(log);
      assertAllCounted(log, read);
      assertCountersAgree(onlyRun(read), out);
    }
  });

  it('reads every line, or says which it cannot, where the program writes to the same file', () => {
    for (let left = 5; left > 0; left--) {
      const { log } = run('gcLogProgram', ['talk'], {
        GODEBUG: 'gctrace=1,schedtrace=5,inittrace=1,scavtrace=1',
      });
      assertAllCounted(log, readGcLog(log));
    }
  });

  it('says the same as JSON Lines and as CSV, from a file, a packed one and the standard input', async () => {
    const { log } = run('gcLogProgram', [], { GODEBUG: 'gctrace=1' });
    writeFileSync(join(folder, 'gc.log'), log);
    writeFileSync(join(folder, 'gc.log.gz'), gzipSync(log));
    writeFileSync(join(folder, 'utf16.log'), Buffer.from(`\ufeff${log}`, 'utf16le'));
    const json = await gclog(['--json', 'gc.log']);
    const cycles = rowsOf(json).filter(({ type }) => type === 'cycle');
    assert.equal(cycles.length, log.match(/^gc /gm)?.length);
    for (const file of ['gc.log.gz', 'utf16.log', '-']) {
      assert.equal((await gclog(['--json', file], log)).out, json.out);
    }
    const [header = '', ...lines] = (await gclog(['--csv', 'gc.log'])).out.trim().split('\n');
    const names = header.split(',');
    const numbers = names.filter((name) => name !== 'source');
    assert.deepEqual(
      lines.map((line) => line.split(',').filter((_, index) => names[index] !== 'source')),
      cycles.map((cycle) => numbers.map((name) => String(cycle[name] ?? ''))),
    );
  });

  const kindsFound = async (log: string): Promise<Set<FindingKind>> => {
    const outcome = await gclog(['--json', '-'], log);
    const found = rowsOf(outcome).filter(({ type }) => type === 'finding');
    return new Set(found.map(({ kind }) => kind as FindingKind));
  };

  it('finds what grows, what has no room, and neither in a program that is well', async () => {
    const environment = { GODEBUG: 'gctrace=1' };
    const leak = await kindsFound(
      run('gcLogFindings', ['leak'], { ...environment, GOGC: '15' }).log,
    );
    const steady = await kindsFound(
      run('gcLogFindings', ['steady'], { ...environment, GOGC: '50' }).log,
    );
    const limit = await kindsFound(
      run('gcLogFindings', ['limit'], { ...environment, GOMEMLIMIT: '80MiB' }).log,
    );
    const kinds: readonly FindingKind[] = [
      'live heap grows',
      'no room above the live heap',
      'forced',
    ];
    const found = (of: ReadonlySet<FindingKind>) => kinds.filter((kind) => of.has(kind));
    assert.deepEqual(
      { leak: found(leak), steady: found(steady), limit: found(limit) },
      { leak: ['live heap grows'], steady: [], limit: ['no room above the live heap'] },
    );
  });

  it('says what stands against reading', async () => {
    const error = async (args: readonly string[], input?: string) => {
      const outcome = await gclog(args, input);
      assert.equal(outcome.code, 2);
      return outcome.error;
    };
    assert.match(await error([]), /wants one log/);
    assert.match(await error(['missing.log']), /ENOENT.*missing\.log/);
    assert.match(await error(['-'], 'a\nb\n'), /-: there is no line of Go's runtime in 2 lines/);
    assert.match(await error(['--json', '--csv', '-']), /do not go together/);
    writeFileSync(join(folder, 'cut.gz'), gzipSync('gc').subarray(0, 12));
    assert.match(await error(['cut.gz']), /unexpected end of file/);
  });
});
