import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withoutLists, withProject } from '../../../server/src/lsp/projectSettings.ts';
import { parseSettings, type Settings } from '../../../server/src/lsp/settings.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const DEFAULTS = parseSettings({});

function shown({ visibility }: Settings): string[] {
  return [...visibility.frequencies, ...visibility.kinds].sort();
}

describe('settings and the project', () => {
  it('have the contributed defaults', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> }[] };
    };
    const contributed: Record<string, Record<string, unknown>> = {};
    for (const { properties } of manifest.contributes.configuration) {
      for (const [name, { default: value }] of Object.entries(properties)) {
        const [, group = '', key = ''] = name.split('.');
        contributed[group] = { ...contributed[group], [key]: value };
      }
    }
    assert.deepEqual(parseSettings(contributed), DEFAULTS);
  });

  it('are the settings where the project says nothing', () => {
    const users = parseSettings({
      inlayHints: { enabled: false, frequencies: { call: false }, kinds: { runtime: false } },
      build: { tags: ['a'], race: true, flags: ['-x'], environment: { A: '1' } },
    });
    for (const settings of [DEFAULTS, users]) {
      const merged = withProject(settings, {}, {}, true);
      assert.deepEqual(
        { ...merged, flags: { pgo: undefined, ...merged.flags } },
        {
          ...settings,
          flags: { pgo: undefined, ...settings.flags },
        },
      );
    }
  });

  it("are the project's where the user has none", () => {
    const merged = withProject(
      DEFAULTS,
      {
        hints: { frequencies: { growth: true, call: false }, kinds: { runtime: false } },
        build: { tags: ['p'], race: true, flags: ['-pgo=off'], environment: { GOOS: 'js' } },
      },
      {},
      true,
    );
    assert.deepEqual(shown(merged), [
      'append',
      'expression',
      'growth',
      'inlined',
      'iteration',
      'variable',
    ]);
    assert.deepEqual(merged.flags, {
      tags: ['p'],
      race: true,
      pgo: undefined,
      extra: ['-pgo=off'],
      environment: { GOOS: 'js' },
    });
  });

  it("are the user's where he has set some, name by name", () => {
    const users = parseSettings({
      inlayHints: { frequencies: { growth: true, call: false }, kinds: { append: false } },
      build: { tags: ['u'], flags: ['-x'], environment: { GOOS: 'linux' } },
    });
    const merged = withProject(
      users,
      {
        hints: {
          frequencies: { growth: false, call: true, iteration: false, once: true },
          kinds: { append: true, runtime: false },
        },
        build: {
          tags: ['p'],
          race: true,
          flags: ['-y'],
          environment: { GOOS: 'js', GOARCH: 'wasm' },
        },
      },
      {},
      true,
    );
    assert.deepEqual(shown(merged), ['expression', 'growth', 'inlined', 'once', 'variable']);
    assert.deepEqual(merged.flags, {
      tags: ['u'],
      race: true,
      pgo: undefined,
      extra: ['-x'],
      environment: { GOOS: 'linux', GOARCH: 'wasm' },
    });
  });

  it('take nothing on how to build from a workspace that is not trusted', () => {
    const merged = withProject(
      DEFAULTS,
      {
        hints: { kinds: { runtime: false } },
        build: { tags: ['p'], flags: ['-toolexec=x'], environment: { CC: 'x' } },
      },
      {},
      false,
    );
    assert.deepEqual(merged.flags, DEFAULTS.flags);
    assert.equal(merged.visibility.kinds.has('runtime'), false);
  });

  it('have the rules of the project for the file, unless the user says otherwise', () => {
    const users = parseSettings({ rules: { choose: { 'queue-head': true } } });
    const { rules } = withProject(users, {}, { 'queue-head': false, 'sort-slice': false }, true);
    assert.deepEqual(rules.rules, { 'queue-head': true, 'sort-slice': false });
  });

  it('show nothing of a file that is left out', () => {
    const settings = parseSettings({
      codeLens: { enabled: true },
      diagnostics: { enabled: true },
    });
    assert.deepEqual(withoutLists(settings), {
      ...settings,
      areHintsEnabled: false,
      areLensesEnabled: false,
      areDiagnosticsEnabled: false,
      rules: { ...settings.rules, areEnabled: false },
    });
  });
});
