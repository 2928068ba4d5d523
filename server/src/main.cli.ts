import { join, resolve } from 'node:path';
import { runGomem } from './cli/gomem.ts';
import { besideThisFile } from './host/bundledFile.ts';
import { knownLeaksFrom } from './host/knownLeaks.ts';
import { ruleDocsIn } from './host/ruleDocs.ts';
import { standardLibraryFrom } from './host/standardLibrary.ts';
import { TextCache, versionOf } from './host/textCache.ts';
import { userCacheFolder } from './host/userCache.ts';

/** One a package, of some ten kilobytes. */
const MOST_COMPILER_LOGS = 4096;

// A reader that has seen enough (`gomem … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

// What runs has a process group of its own: it ends with us only if we say so at our exit.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}

/** `GOMEMCACHE` names another folder, or is `off`. */
function compilerLogs(): TextCache | undefined {
  const { GOMEMCACHE: given = '' } = process.env;
  const usual = userCacheFolder(process.env);
  const folder = given === '' ? usual && join(usual, 'gomem') : resolve(given);
  return folder === undefined || given === 'off'
    ? undefined
    : new TextCache({
        folder,
        version: versionOf(besideThisFile('gomem.js')),
        suffix: '.log.gz',
        mostFiles: MOST_COMPILER_LOGS,
      });
}

void runGomem(process.argv.slice(2), {
  cwd: process.cwd(),
  environment: process.env,
  standardLibrary: standardLibraryFrom(besideThisFile('standard.br')),
  knownLeaks: knownLeaksFrom(besideThisFile('leaks.br')),
  compilerLogs: compilerLogs(),
  readInput: () => process.stdin,
  realScripts: besideThisFile('simulated'),
  ruleDocs: ruleDocsIn(besideThisFile('rules')),
  writeOut: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
