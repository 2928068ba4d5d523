import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * Which layer may import which: docs/architecture.md, invariant 1. A layer may import itself and
 * those it names; everything else under `server/src` is out of its reach.
 */
const ENGINE_LAYERS = {
  text: [],
  syntax: ['text'],
  build: ['text', 'syntax'],
  compilerlog: ['text', 'syntax', 'build'],
  features: ['text', 'syntax', 'compilerlog'],
};

const SERVER_LAYERS = {
  engine: [],
  workspace: ['engine'],
  toolchain: ['engine'],
  host: ['engine'],
  lsp: ['engine', 'workspace', 'toolchain', 'host'],
  cli: ['engine', 'workspace', 'toolchain', 'host'],
};

function zones(root, layers, alsoAllowed = []) {
  return Object.entries(layers).map(([layer, allowed]) => ({
    target: `${root}/${layer}`,
    from: './',
    except: [
      ...[layer, ...allowed].map((name) => `${root}/${name}`),
      'node_modules',
      ...alsoAllowed,
    ],
    message: `${root}/${layer} may import ${['itself', ...allowed].join(', ')} only (docs/architecture.md).`,
  }));
}

export default tseslint.config(
  { ignores: ['dist/', '**/node_modules/', '.cache/', 'test/fixtures/', 'samples/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['server/tsconfig.json', 'client/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts', '.js'] },
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
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            ...zones('./server/src/engine', ENGINE_LAYERS),
            ...zones('./server/src', SERVER_LAYERS, ['./server/src/protocol.ts']),
          ],
        },
      ],
    },
  },
  {
    files: ['server/src/engine/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The engine imports nothing but itself.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'console', 'setTimeout', 'performance', 'Date'],
    },
  },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            {
              target: './client/src',
              from: './server/src',
              except: ['./protocol.ts', './engine'],
              message: 'The client sees protocol.ts and the pure engine only.',
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
