import { build } from 'esbuild';
import { chmod, copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';

/**
 * Bundles what the extension ships into dist/: the client and its threads that read profiles and traces, the language
 * server, the command line, the scripts and styles of webviews, and what is known of the standard library without Go.
 */
const isDevelopment = process.argv.includes('--development');

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: !isDevelopment,
  sourcemap: isDevelopment,
  legalComments: 'none',
  logLevel: 'warning',
  // Its other build asks for its parts in a way that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // host/bundledFile.ts asks for its own address, which a CommonJS bundle does not have.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** Each webview is one script and one style sheet. */
const webviews = {
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'chrome120',
  minify: !isDevelopment,
  sourcemap: isDevelopment && 'inline',
  legalComments: 'none',
  logLevel: 'warning',
  entryPoints: {
    layoutView: 'client/src/webview/ui/layout/main.ts',
    'layoutView.style': 'client/src/webview/ui/layout/layout.css',
    gcLogView: 'client/src/webview/ui/gclog/main.ts',
    'gcLogView.style': 'client/src/webview/ui/gclog/gclog.css',
    memoryView: 'client/src/webview/ui/memory/main.ts',
    'memoryView.style': 'client/src/webview/ui/memory/memory.css',
    profileView: 'client/src/webview/ui/profile/main.ts',
    graphviz: 'client/src/webview/ui/profile/graphvizWorker.ts',
    'profileView.style': 'client/src/webview/ui/profile/profile.css',
    traceView: 'client/src/webview/ui/trace/main.ts',
    'traceView.style': 'client/src/webview/ui/trace/trace.css',
    simulator: 'client/src/webview/ui/simulator/main.ts',
    'simulator.style': 'client/src/webview/ui/simulator/simulator.css',
  },
  outdir: 'dist',
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await Promise.all([
  build({
    ...shared,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.js',
    external: ['vscode'],
  }),
  build({ ...shared, entryPoints: ['server/src/main.server.ts'], outfile: 'dist/server.js' }),
  build({
    ...shared,
    entryPoints: ['server/src/main.cli.ts'],
    outfile: 'dist/gomem.js',
    banner: { js: `#!/usr/bin/env node\n${shared.banner.js}` },
  }),
  build({
    ...shared,
    entryPoints: ['client/src/profiles/worker/main.ts'],
    outfile: 'dist/profileWorker.js',
  }),
  build({
    ...shared,
    entryPoints: ['client/src/trace/worker/main.ts'],
    outfile: 'dist/traceWorker.js',
  }),
  build(webviews),
  copyFile('server/data/standard.br', 'dist/standard.br'),
  copyFile('server/data/leaks.br', 'dist/leaks.br'),
  cp('docs/rules', 'dist/rules', {
    recursive: true,
    // Pages of rules, and nothing about them.
    filter: (path) => !path.endsWith('audit.md'),
  }),
  cp('server/simulated', 'dist/simulated', { recursive: true }),
  // The sources are ECMAScript modules, the bundles are not.
  writeFile('dist/package.json', '{ "type": "commonjs" }\n'),
]);
await chmod('dist/gomem.js', 0o755);
