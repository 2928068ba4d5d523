import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { english } from '../../server/src/engine/features/localize.ts';
import { GoFiles, hostEnvironment } from '../../server/src/host/goFiles.ts';
import { pause } from '../../server/src/host/pause.ts';
import { ProjectFiles } from '../../server/src/host/projectFiles.ts';
import { ruleDocsIn } from '../../server/src/host/ruleDocs.ts';
import type { ServerRuntime } from '../../server/src/lsp/server.ts';
import { realTimer } from './timers.ts';

/** A server's surroundings as in this process: real time and files, English, the given compiler. */
export function serverRuntime(makeCompiler: ServerRuntime['makeCompiler']): ServerRuntime {
  const goFiles = new GoFiles();
  return {
    makeCompiler,
    timer: realTimer,
    pause,
    projects: new ProjectFiles(),
    machine: hostEnvironment(),
    diskNow: () => goFiles.view(),
    ruleDocs: ruleDocsIn(fileURLToPath(new URL('../../docs/rules', import.meta.url))),
    readText: (file) => readFile(file, 'utf8').catch(() => undefined),
    localizer: () => english,
  };
}
