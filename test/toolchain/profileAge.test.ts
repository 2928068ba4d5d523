/** Lines of a profile's build followed to what is on the disk, judged by the texts of the lines and by git blame. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SourceHistory } from '../../server/src/engine/history/sourceHistory.ts';
import { fileChanges } from '../../server/src/engine/history/unifiedDiff.ts';
import { binaryRevision } from '../../server/src/revisions/binaryRevision.ts';
import { enginePath } from '../../server/src/host/goFiles.ts';
import {
  commitHash,
  diffSince,
  distanceTo,
  GitError,
  recentCommits,
  repositoriesOf,
} from '../../server/src/revisions/gitRepository.ts';
import { seededRandom } from '../support/random.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'go-memory-history-')));

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
}

/** Writes a file of the repository. */
function write(name: string, lines: readonly string[]): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}

function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD').trim();
}

async function historySince(hash: string): Promise<SourceHistory> {
  return new SourceHistory(enginePath(folder), fileChanges(await diffSince(folder, hash, {})));
}

const pathOf = (name: string) => enginePath(join(folder, name));

/** By line of the revision: its line in HEAD, of the lines that no later commit has touched. */
function blamed(hash: string, name: string): Map<number, number> {
  const lines = git('blame', '--porcelain', `${hash}..HEAD`, '--', name).split('\n');
  const found = new Map<number, number>();
  for (const line of lines) {
    const [, of, then, now] = /^([0-9a-f]{40}) (\d+) (\d+)/.exec(line) ?? [];
    if (of === hash) {
      found.set(Number(then), Number(now));
    }
  }
  return found;
}

describe('the code of a profile', () => {
  git('init', '--quiet', '--initial-branch=main');
  // Lines as different as those of code: no two are alike in all of the history.
  let countLines = 0;
  const newLines = (count: number) =>
    Array.from({ length: count }, () => `\tvar v${++countLines} = ${countLines}`);
  const random = seededRandom(20_261_128);
  const below = (limit: number) => Math.floor(random() * limit);

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is followed through commits, as git blame does', async () => {
    let lines = newLines(300);
    write('store/store.go', lines);
    const first = commit('first');
    const then = lines;
    for (let round = 1; round <= 25; round++) {
      lines = [...lines];
      lines.splice(below(lines.length), below(6), ...newLines(below(6)));
      write('store/store.go', lines);
      commit(`round ${round}`);
    }
    const history = await historySince(first);
    const truth = blamed(first, 'store/store.go');
    assert.ok(truth.size > 150 && truth.size < 290, `${truth.size} lines are left`);
    for (const [index, text] of then.entries()) {
      const line = index + 1;
      const now = history.placeOf({ path: pathOf('store/store.go'), line })?.line;
      assert.equal(now, truth.get(line), text);
      assert.equal(now === undefined ? -1 : now - 1, lines.indexOf(text), text);
    }
    assert.deepEqual(await distanceTo(folder, first, {}), { countBehind: 25, countAhead: 0 });
  });

  it('is followed to what no commit has yet, and to where files were moved', async () => {
    const lines = newLines(100);
    write('old dir/däta.go', lines);
    write('gone.go', newLines(3));
    const hash = commit('before the move');
    mkdirSync(join(folder, 'new'));
    renameSync(join(folder, 'old dir/däta.go'), join(folder, 'new/data.go'));
    rmSync(join(folder, 'gone.go'));
    commit('moved');
    const now = [...newLines(2), ...lines.slice(0, 40), ...lines.slice(45)];
    write('new/data.go', now);
    const history = await historySince(hash);
    for (const [index, text] of lines.entries()) {
      const place = history.placeOf({ path: pathOf('old dir/däta.go'), line: index + 1 });
      const line = now.indexOf(text) + 1;
      assert.deepEqual(place, line === 0 ? undefined : { path: pathOf('new/data.go'), line });
    }
    assert.equal(history.placeOf({ path: pathOf('gone.go'), line: 1 }), undefined);
    assert.equal(history.formerPathOf(pathOf('new/data.go')), pathOf('old dir/däta.go'));
    commit('data');
  });

  it('is known by what names a commit, and by nothing else', async () => {
    const [last] = await recentCommits(folder, 5, {});
    assert.equal(last?.subject, 'data');
    for (const revision of ['HEAD', 'main', last.hash.slice(0, 8)]) {
      assert.equal(await commitHash(folder, revision, {}), last.hash);
    }
    for (const revision of ['nowhere', '0123456789', '--all', '-h', 'HEAD:store', '']) {
      assert.equal(await commitHash(folder, revision, {}), undefined, revision);
    }
  });

  it('is that of another branch, too', async () => {
    git('checkout', '--quiet', '-b', 'side');
    write('side.go', newLines(2));
    const side = commit('side');
    git('checkout', '--quiet', 'main');
    write('main.go', newLines(2));
    commit('main');
    assert.deepEqual(await distanceTo(folder, side, {}), { countBehind: 1, countAhead: 1 });
    const history = await historySince(side);
    assert.equal(history.placeOf({ path: pathOf('side.go'), line: 1 }), undefined);
  });

  it('is found from a folder below, once', async () => {
    const roots = await repositoriesOf([folder, join(folder, 'store')], {});
    assert.deepEqual(roots, [folder]);
    const outside = mkdtempSync(join(tmpdir(), 'go-memory-outside-'));
    await assert.rejects(repositoriesOf([outside], {}), GitError);
    rmSync(outside, { recursive: true });
  });

  it('is that of the binary, as Go stamps it, unless that was built later', async () => {
    write('go.mod', ['module example.com/stamped', '', 'go 1.22']);
    write('cmd/main.go', ['package main', '', 'func main() {}']);
    write('.gitignore', ['*.exe']);
    const hash = commit('program');
    const binary = join(folder, 'program.exe');
    execFileSync('go', ['build', '-buildvcs=true', '-o', binary, './cmd'], { cwd: folder });
    const inAnHour = Date.now() + 3_600_000;
    assert.deepEqual(await binaryRevision('go', binary, inAnHour), { hash, isModified: false });
    assert.equal(await binaryRevision('go', binary, inAnHour - 7_200_000), undefined);
    assert.equal(await binaryRevision('go', join(folder, 'go.mod'), 0), undefined);
    assert.equal(await binaryRevision('go', join(folder, 'none'), 0), undefined);
  });
});
