import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ProjectFiles } from '../../../server/src/host/projectFiles.ts';

const MODULE = 'module example.com/m\n';

describe('project files', () => {
  let root: string;
  let projects: ProjectFiles;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'project-files-')));
    projects = new ProjectFiles();
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }

  /** Below the root; empty where there is none. */
  async function nearest(folder: string): Promise<string> {
    const found = await projects.nearest(join(root, folder));
    return found ? found.path.slice(root.length + 1) : '';
  }

  it('are found from a folder upwards, the nearest first', async () => {
    write({ 'm/go.mod': MODULE, 'm/gomem.json': '{}', 'm/p/gomem.json': '{}', 'm/p/q/a.go': '' });
    assert.equal(await nearest('m'), 'm/gomem.json');
    assert.equal(await nearest('m/other'), 'm/gomem.json');
    assert.equal(await nearest('m/p/q'), 'm/p/gomem.json');
    assert.equal(await nearest('not/there'), '');
  });

  it('are not those of another module, or of nobody, above', async () => {
    write({ 'gomem.json': '{}', 'm/go.mod': MODULE, 'm/n/go.mod': MODULE, 'm/gomem.json': '{}' });
    assert.equal(await nearest('m/p'), 'm/gomem.json');
    assert.equal(await nearest('m/n/p'), '');
    assert.equal(await nearest('loose/p'), 'gomem.json');
  });

  it('are those of the workspace that the module is in', async () => {
    write({
      'gomem.json': '{}',
      'w/go.work': 'go 1.22\n',
      'w/gomem.json': '{}',
      'w/a/go.mod': MODULE,
      'w/b/go.mod': MODULE,
      'w/b/gomem.json': '{}',
      'v/go.work': 'go 1.22\n',
      'v/a/go.mod': MODULE,
    });
    assert.equal(await nearest('w/a/p'), 'w/gomem.json');
    assert.equal(await nearest('w/b/p'), 'w/b/gomem.json');
    assert.equal(await nearest('v/a/p'), '');
  });

  it('are files: a folder of that name is passed by', async () => {
    write({ 'm/go.mod': MODULE, 'm/gomem.json': '{}', 'm/p/gomem.json/x': '', 'm/p/go.mod/x': '' });
    assert.equal(await nearest('m/p'), 'm/gomem.json');
  });

  it('leave out files below their folder', async () => {
    write({ 'm/gomem.json': '{ "exclude": ["gen/**", "../x.go", "**/*.pb.go"] }' });
    const loaded = await projects.load(join(root, 'm/gomem.json'));
    const excluded = ['m/gen/a.go', 'm/a.pb.go', 'm/p/b.pb.go', 'm/a.go', 'x.go', 'y.pb.go'];
    assert.deepEqual(
      excluded.filter((file) => loaded.isExcluded(join(root, file))),
      ['m/gen/a.go', 'm/a.pb.go', 'm/p/b.pb.go'],
    );
    assert.equal(loaded.problems.length, 1);
  });

  it('are read again when they change, and when somebody says that they did', async () => {
    const path = join(root, 'gomem.json');
    const exclude = async () => (await projects.load(path)).project.exclude;
    write({ 'gomem.json': '{ "exclude": ["a.go"] }' });
    utimesSync(path, 1, 1);
    assert.deepEqual(await exclude(), ['a.go']);
    assert.equal(await projects.load(path), await projects.load(path));
    write({ 'gomem.json': '{ "exclude": ["b.go"] }' });
    assert.deepEqual(await exclude(), ['b.go']);
    utimesSync(path, 1, 1);
    assert.deepEqual(await exclude(), ['b.go']);
    write({ 'gomem.json': '{ "exclude": ["c.go"] }' });
    utimesSync(path, 1, 1);
    projects.forget(path);
    assert.deepEqual(await exclude(), ['c.go']);
  });

  it('that cannot be read have a problem that says so', async () => {
    for (const path of [join(root, 'nowhere/gomem.json'), root]) {
      const { problems, project, isJson } = await projects.load(path);
      assert.deepEqual(project, {});
      assert.equal(isJson, false);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', /^it cannot be read: E/);
    }
  });

  it('are as many as one likes', async () => {
    const paths = Array.from({ length: 200 }, (_, index) => `${index}/gomem.json`);
    write(Object.fromEntries(paths.map((path, index) => [path, `{ "exclude": ["${index}.go"] }`])));
    for (const path of [...paths, ...paths]) {
      const { project } = await projects.load(join(root, path));
      assert.deepEqual(project.exclude, [`${dirname(path)}.go`]);
    }
  });

  it('are not looked for again in a burst of requests, unless one is said to have changed', async () => {
    const fresh = new ProjectFiles({ freshMs: Infinity });
    write({ 'go.mod': MODULE });
    assert.equal(await fresh.nearest(root), undefined);
    write({ 'gomem.json': '{}' });
    assert.equal(await fresh.nearest(root), undefined);
    fresh.forget(join(root, 'gomem.json'));
    assert.equal((await fresh.nearest(root))?.path, join(root, 'gomem.json'));
  });
});
