import tseslint from 'typescript-eslint';

/**
 * Which layer may import which: docs/architecture.md, invariant 1. A layer may import itself and
 * those it names; everything else under `server/src` is out of its reach.
 */
const ENGINE_LAYERS = {
  text: [],
  caches: [],
  syntax: ['text'],
  build: ['text', 'syntax', 'caches'],
  types: ['syntax'],
  checker: ['syntax', 'types', 'build'],
  ir: ['syntax', 'types'],
  noder: ['syntax', 'types', 'checker', 'ir'],
  goruntime: [],
  memstats: [],
  layout: ['types', 'goruntime'],
  heap: ['goruntime', 'layout'],
  scripts: ['goruntime', 'layout', 'heap', 'profile', 'gclog', 'trace'],
  inline: ['types', 'layout', 'ir', 'noder'],
  escape: ['syntax', 'types', 'ir', 'layout'],
  refactor: ['text', 'syntax', 'types', 'checker', 'layout'],
  compilerlog: ['text', 'syntax', 'build'],
  comparison: ['compilerlog'],
  compile: [
    'caches',
    'syntax',
    'types',
    'checker',
    'layout',
    'ir',
    'noder',
    'inline',
    'escape',
    'goruntime',
    'compilerlog',
    'alloc',
  ],
  frequency: ['text', 'syntax'],
  alloc: [
    'text',
    'syntax',
    'types',
    'goruntime',
    'layout',
    'ir',
    'escape',
    'compilerlog',
    'frequency',
  ],
  summary: ['types', 'ir', 'inline', 'escape', 'frequency', 'alloc', 'compile'],
  features: [
    'text',
    'syntax',
    'types',
    'checker',
    'layout',
    'refactor',
    'compilerlog',
    'comparison',
    'frequency',
    'alloc',
    'summary',
  ],
  rules: [
    'syntax',
    'build',
    'types',
    'checker',
    'noder',
    'refactor',
    'frequency',
    'alloc',
    'features',
  ],
  project: ['text', 'build', 'frequency', 'alloc', 'rules'],
  profile: [],
  leaks: ['profile'],
  history: ['text'],
  measured: ['build', 'profile', 'leaks', 'history'],
  proof: ['features', 'leaks'],
  sites: [
    'syntax',
    'types',
    'checker',
    'frequency',
    'alloc',
    'features',
    'rules',
    'profile',
    'measured',
  ],
  gclog: ['features'],
  trace: ['goruntime', 'profile'],
};

/** Libraries without Node and DOM that a layer of the engine is built on. */
const ENGINE_LIBRARIES = { gclog: ['quickselect'], project: ['jsonc-parser', 'picomatch/posix'] };

const SERVER_LAYERS = {
  engine: [],
  workspace: ['engine'],
  toolchain: ['engine', 'host'],
  host: ['engine'],
  capture: ['engine', 'host'],
  revisions: ['engine', 'host'],
  lsp: ['engine', 'workspace', 'toolchain', 'host', 'revisions'],
  cli: ['engine', 'workspace', 'toolchain', 'host', 'capture', 'revisions'],
};

/**
 * What a layer may import from: names of folders and files beside its own. A layer may have folders
 * of its own, one level deep, which import each other and the layer freely.
 */
function restrictImports(root, layers, { shared = [], libraries } = {}) {
  return Object.entries(layers).flatMap(([layer, allowed]) => {
    const reachable = [...allowed.map((name) => `${name}/`), ...shared.map((file) => `${file}$`)];
    const depths = [
      { files: `${root}/${layer}/*.ts`, outside: '\\.\\./' },
      { files: `${root}/${layer}/*/**/*.ts`, outside: '\\.\\./\\.\\./' },
    ];
    return depths.map(({ files, outside }) => ({
      files: [files],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              ...(libraries ? [foreignImports(libraries[layer] ?? [])] : []),
              {
                regex: `^${outside}(?!${reachable.join('|') || '$'})`,
                message: `${root}/${layer} may import ${['itself', ...allowed].join(', ')} only (docs/architecture.md).`,
              },
            ],
          },
        ],
      },
    }));
  });
}

function foreignImports(libraries) {
  const names = libraries.map((name) => `${name}$`);
  return {
    regex: `^(?!${['\\.', ...names].join('|')})`,
    message:
      'The engine imports nothing but itself, and the libraries that eslint.config.js names.',
  };
}

export default tseslint.config(
  { ignores: ['dist/', '**/node_modules/', '.cache/', 'test/fixtures/', 'samples/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'server/tsconfig.json',
          'client/tsconfig.json',
          'client/src/webview/ui/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
      ],
    },
  },
  ...restrictImports('server/src', SERVER_LAYERS, { shared: ['protocol\\.ts'] }),
  ...restrictImports('server/src/engine', ENGINE_LAYERS, { libraries: ENGINE_LIBRARIES }),
  {
    files: ['server/src/engine/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'console', 'setTimeout', 'performance', 'Date'],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'server/src/(?!protocol\\.ts$|engine/|capture/|revisions/)',
              message: 'The client sees protocol.ts, the pure engine, capture and revisions only.',
            },
          ],
        },
      ],
    },
  },
  {
    // Threads of the extension host, which read files by themselves.
    files: ['client/src/*/worker/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^vscode|server/src/(?!host/|engine/)',
              message: 'Threads see the engine and the host only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/*/models/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.)|server/src/(?!engine/)|\\.\\./(?:worker|webview/ui)/',
              message: 'Models of views are pure: they see the engine and the protocol only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^(?!\\.|uplot$|@viz-js/viz$)|server/src/(?!protocol\\.ts$|engine/)|\\.\\./(?:views|commands|flow)/',
              message: 'A webview sees its protocol, the pure engine and its own libraries only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      'no-console': 'off',
    },
  },
);
