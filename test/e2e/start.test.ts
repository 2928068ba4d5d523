import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openWindow } from '../editor/browser.ts';
import { waitForLines } from '../editor/codeEditor.ts';
import { installEditor, ROOT } from '../editor/install.ts';
import { run, startGroup, type ProcessGroup } from '../editor/processes.ts';
import { readActiveTab } from '../editor/tabs.ts';
import { makeFolder } from './packaged.ts';

const START = ['--import', 'tsx', join(ROOT, 'test/editor/start.ts')];
const SAMPLES = join(ROOT, 'samples');
const OPENED = join(SAMPLES, 'escapes.go');
/** The first start on a machine installs the editor, which alone takes more than a minute. */
const START_MS = 300_000;

/** What the README promises of `npm start`. */
describe('npm start', () => {
  const { folder, dispose } = makeFolder();
  after(dispose);

  it('opens the samples in a browser, one of them open and its hints showing', async () => {
    const started = startGroup(process.execPath, [...START, '--web'], { cwd: ROOT });
    try {
      const url = await addressOf(started);
      const editor = await installEditor();
      const window = await openWindow({ editor, url });
      try {
        await waitForLines(window, 'hints', (lines) =>
          lines.some(({ code, hints }) => code.includes('u := user{') && hints[0]?.text === '48 B'),
        );
        assert.equal((await readActiveTab(window))?.name, 'escapes.go');
        await window.screenshot('start');
      } finally {
        await window.dispose();
      }
    } finally {
      await started.dispose();
    }
  });

  /** A `code` that writes down what it is asked for, first on the PATH. */
  const argumentsOfCode = async (...args: string[]): Promise<string[]> => {
    const told = join(folder, 'arguments');
    const code = join(folder, 'code');
    writeFileSync(code, `#!/bin/sh\nprintf '%s\\n' "$@" > '${told}'\n`);
    chmodSync(code, 0o755);
    await run(process.execPath, [...START, ...args], {
      cwd: ROOT,
      env: { PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` },
    });
    return readFileSync(told, 'utf8').trimEnd().split('\n');
  };

  it('gives the folder and the file to the VS Code of the desktop', async () => {
    const told = await argumentsOfCode();
    assert.ok(told.includes(`--extensionDevelopmentPath=${ROOT}`), told.join(' '));
    assert.deepEqual(told.slice(-2), [SAMPLES, OPENED]);
  });

  it('gives it a folder of yours as it is', async () => {
    const told = await argumentsOfCode(folder);
    assert.ok(!told.includes(OPENED), told.join(' '));
    assert.equal(told.at(-1), folder);
  });
});

async function addressOf({ output, exited }: ProcessGroup): Promise<string> {
  const end = exited.then(
    (code) => `ended with exit code ${code}`,
    (error: unknown) => `did not start: ${String(error)}`,
  );
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const address = /http:\S+/.exec(output())?.[0];
    if (address !== undefined) {
      return address;
    }
    const ended = await Promise.race([
      end,
      new Promise<undefined>((resume) => setTimeout(resume, 50)),
    ]);
    if (ended !== undefined) {
      throw new Error(`npm start ${ended}:\n${output()}`);
    }
  }
  throw new Error(`npm start gives no address:\n${output()}`);
}
