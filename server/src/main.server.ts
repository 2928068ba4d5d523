import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import * as l10n from '@vscode/l10n';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { english } from './engine/features/localize.ts';
import { besideThisFile } from './host/bundledFile.ts';
import { CallProfiles } from './host/callProfiles.ts';
import { GoFiles, hostEnvironment } from './host/goFiles.ts';
import { HeapGrowth } from './host/heapGrowth.ts';
import { knownLeaksFrom } from './host/knownLeaks.ts';
import { pause } from './host/pause.ts';
import { ProjectFiles } from './host/projectFiles.ts';
import { ruleDocsIn } from './host/ruleDocs.ts';
import { standardLibraryFrom } from './host/standardLibrary.ts';
import { TextCache, versionOf } from './host/textCache.ts';
import { startServer } from './lsp/server.ts';
import { GoToolchain } from './toolchain/goToolchain.ts';

/** The editor tells of project files that come and go; what it does not tell of waits this long. */
const PROJECT_FRESH_MS = 300;

/** Of one large module and its dependencies they are some ten kilobytes. */
const MOST_LEAKS = 64;

// The nursery is so small that one thread has collected it before others have woken up.
setFlagsFromString('--no-parallel-scavenge');
const heapGrowth = new HeapGrowth();
heapGrowth.follow();

const callProfiles = new CallProfiles();
const connection = createConnection(ProposedFeatures.all);
const goFiles = new GoFiles(standardLibraryFrom(besideThisFile('standard.br')));

startServer(connection, {
  makeCompiler: (goPath) => new GoToolchain(goPath, process.env),
  timer: {
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
  },
  pause() {
    heapGrowth.follow();
    return pause();
  },
  projects: new ProjectFiles({ freshMs: PROJECT_FRESH_MS }),
  machine: hostEnvironment(),
  diskNow: () => goFiles.view(),
  callProfile: (profile) => callProfiles.of(profile),
  knownLeaks: knownLeaksFrom(besideThisFile('leaks.br')),
  leaksIn: (folder) =>
    new TextCache({
      folder,
      version: versionOf(besideThisFile('server.js')),
      suffix: '.leaks.gz',
      mostFiles: MOST_LEAKS,
    }),
  ruleDocs: ruleDocsIn(besideThisFile('rules')),
  readText: (file) => readFile(file, 'utf8').catch(() => undefined),
  localizer(contents) {
    if (!contents) {
      return english;
    }
    l10n.config({ contents });
    return (message, ...args) => l10n.t(message, ...args);
  },
});
