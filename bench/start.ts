/**
 * Runs `run.ts` by the Node of the editor that tests run in, as an editor runs the server and its threads by a Node of
 * its own; by this one where that cannot be had.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { reasonOf } from '../server/src/engine/text/reason.ts';
import { installEditor, ROOT } from '../test/editor/install.ts';

const nodeFile = await installEditor().then(
  (editor) => editor.nodeFile,
  (error: unknown) => {
    process.stderr.write(`bench: run by Node ${process.version}: ${reasonOf(error)}\n`);
    return process.execPath;
  },
);
const program = ['--import', './bench/asPackaged.mjs', join('bench', 'run.ts')];
const { status } = spawnSync(nodeFile, [...program, ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
