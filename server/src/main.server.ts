import * as l10n from '@vscode/l10n';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { english } from './engine/features/localize.ts';
import { startServer } from './lsp/server.ts';
import { GoToolchain } from './toolchain/goToolchain.ts';

startServer(createConnection(ProposedFeatures.all), {
  makeCompiler: (goPath) => new GoToolchain(goPath, process.env),
  timer: {
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
  },
  expressionsAt: () => () => [],
  localizer(contents) {
    if (!contents) {
      return english;
    }
    l10n.config({ contents });
    return (message, ...args) => l10n.t(message, ...args);
  },
});
