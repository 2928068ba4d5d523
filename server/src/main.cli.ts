import { runGomem } from './cli/gomem.ts';
import { besideThisFile } from './host/bundledFile.ts';
import { knownLeaksFrom } from './host/knownLeaks.ts';
import { ruleDocsIn } from './host/ruleDocs.ts';
import { standardLibraryFrom } from './host/standardLibrary.ts';

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

void runGomem(process.argv.slice(2), {
  cwd: process.cwd(),
  environment: process.env,
  standardLibrary: standardLibraryFrom(besideThisFile('standard.br')),
  knownLeaks: knownLeaksFrom(besideThisFile('leaks.br')),
  readInput: () => process.stdin,
  realScripts: besideThisFile('simulated'),
  ruleDocs: ruleDocsIn(besideThisFile('rules')),
  writeOut: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
