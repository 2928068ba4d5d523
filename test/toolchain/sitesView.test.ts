/** The lines that allocate most, and proofs of fixes, as the editor asks for them. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  CLIENT_COMMANDS,
  METHODS,
  type ProveResult,
  type SitesResult,
} from '../../server/src/protocol.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import { BENCHMARKED_FILES } from '../support/benchmarkedModule.ts';
import { LanguageServer } from '../support/languageServer.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { go, knownLeaks } from '../support/ruleFixtures.ts';
import { serverRuntime } from '../support/serverRuntime.ts';

interface Diagnosed {
  readonly items: readonly { readonly range: { readonly start: { readonly line: number } } }[];
}

describe('sites that matter and proofs, over the protocol', () => {
  let folder: string;
  let server: LanguageServer;
  let uri: string;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gomem-sites-view-')));
    writeFiles(folder, BENCHMARKED_FILES);
    const test = ['test', '-run=^$', '-bench=.', '-benchtime=200x', '-memprofile=mem.prof'];
    go(folder, 'go', [...test, '-memprofilerate=1', '-o=bench.test']);
    uri = pathToFileURL(join(folder, 'keys.go')).href;
    server = new LanguageServer({
      ...serverRuntime((path) => new GoToolchain(path, process.env)),
      knownLeaks,
    });
    await server.start({ isTrusted: true });
    await server.open(uri, BENCHMARKED_FILES['keys.go']);
  });

  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const sites = (profile?: string, revision?: string) =>
    server.connection.sendRequest<SitesResult>(METHODS.sites, {
      uri,
      count: 10,
      folders: [folder],
      profile: profile === undefined ? undefined : join(folder, profile),
      revision,
    });

  it('are measured where there is a profile, with causes and fixes', async () => {
    const { entries, isMeasured, problems } = await sites('mem.prof');
    assert.deepEqual([isMeasured, problems], [true, []]);
    const [first, second] = entries;
    assert.deepEqual(
      [first?.functionName, first?.position.line, second?.functionName],
      ['Index', 26, 'Key'],
    );
    assert.match(first?.share ?? '', /^\d\d\.\d %$/);
    assert.match(first?.measured ?? '', /^1\.3 MB, [\d,]+ objects$/);
    assert.deepEqual(first?.causes, ['index[id] allocates: on grow']);
    assert.match(first.rule?.fix ?? '', /^Make it with its size: /);
  });

  it('are those of the revision that the user says was profiled', async () => {
    const git = (...args: readonly string[]) => go(folder, 'git', args);
    git('init', '--quiet');
    git('add', 'keys.go');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message=profiled');
    const before = await sites('mem.prof');
    writeFiles(folder, { 'keys.go': `// Above all.\n\n${BENCHMARKED_FILES['keys.go']}` });
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(folder, 'keys.go'), later, later);
    await server.change(uri, `// Above all.\n\n${BENCHMARKED_FILES['keys.go']}`);
    try {
      const { isMeasured, problems, entries } = await sites('mem.prof');
      assert.deepEqual(problems, [
        'The code has changed since mem.prof was taken: estimated instead',
      ]);
      assert.deepEqual([isMeasured, entries], [false, (await sites()).entries]);
      const followed = await sites('mem.prof', 'HEAD');
      assert.deepEqual(followed.problems, []);
      const placesOf = ({ entries }: SitesResult, moved: number) =>
        entries.map(({ position, measured }) => [position.line + moved, measured]);
      assert.deepEqual(placesOf(followed, 0), placesOf(before, 2));
      const unknown = await sites('mem.prof', 'nowhere');
      assert.equal(unknown.isMeasured, false);
      assert.deepEqual(unknown.problems, ['mem.prof: no repository has the commit nowhere']);
    } finally {
      writeFiles(folder, { 'keys.go': BENCHMARKED_FILES['keys.go'] });
      const earlier = new Date(Date.now() - 600_000);
      utimesSync(join(folder, 'keys.go'), earlier, earlier);
      await server.change(uri, BENCHMARKED_FILES['keys.go']);
      rmSync(join(folder, '.git'), { recursive: true, force: true });
    }
  });

  it('are estimated without one, and where it is none', async () => {
    const estimated = await sites();
    assert.deepEqual([estimated.isMeasured, estimated.problems], [false, []]);
    assert.equal(estimated.entries[0]?.measured, undefined);
    const { isMeasured, entries, problems } = await sites('keys.go');
    assert.equal(isMeasured, false);
    assert.deepEqual(entries, estimated.entries);
    assert.match(problems.join('\n'), /^keys\.go: /);
  });

  const prove = (line: number) =>
    server.connection.sendRequest<ProveResult>(METHODS.proveFix, {
      uri,
      position: { line, character: 0 },
    });

  it('prove the fix in a line, and say where there is none or no benchmark', async () => {
    const { outcome, message } = await prove(16);
    assert.equal(outcome, 'proven', message);
    assert.match(message, /^Proven: BenchmarkKey: 2 → 1 allocs\/op \(p=0\.000, n=8\)/);
    const unreached = await prove(33);
    assert.deepEqual(
      [unreached.outcome, unreached.message],
      ['unproven', 'not proven: no benchmark reaches Unreached'],
    );
    assert.deepEqual(await prove(0), {
      outcome: 'nothing',
      message: 'There is no fix in this line.',
      details: [],
    });
  });

  it('are offered beside the fix that they are of', async () => {
    const actions = await server.codeActions(uri, { line: 16, character: 20 });
    const offered = actions.filter(({ command }) => command?.command === CLIENT_COMMANDS.proveFix);
    assert.deepEqual(
      offered.map(({ title, command }) => [title, command?.arguments]),
      [['Prove: Use strconv.Itoa', [uri, { line: 16, character: 8 }]]],
    );
  });

  it('tell no more of a fix that is withdrawn', async () => {
    const lines = async () => {
      const { items } = await server.connection.sendRequest<Diagnosed>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return items.map(({ range }) => range.start.line);
    };
    const ruleInKey = async () => {
      const { entries } = await sites('mem.prof');
      return entries.find(({ functionName }) => functionName === 'Key')?.rule;
    };
    assert.ok((await lines()).includes(16));
    assert.ok(await ruleInKey());
    // No strconv but the one that is there already: with the fix's import it does not build.
    writeFiles(folder, { 'taken.go': 'package bench\n\nfunc strconv() {}\n' });
    const { outcome, message } = await prove(16);
    assert.deepEqual(
      [outcome, message],
      ['withdrawn', 'Withdrawn: with the fix the package does not build'],
    );
    assert.equal((await lines()).includes(16), false);
    rmSync(join(folder, 'taken.go'));
    assert.equal(await ruleInKey(), undefined);
  });

  it('are not matched in what is edited', async () => {
    await server.change(uri, `\n${BENCHMARKED_FILES['keys.go']}`);
    const { entries, problems } = await sites('mem.prof');
    assert.deepEqual(problems, [
      'The code has changed since mem.prof was taken: estimated instead',
    ]);
    assert.ok(entries.length > 0 && entries.every(({ measured }) => measured === undefined));
  });
});
