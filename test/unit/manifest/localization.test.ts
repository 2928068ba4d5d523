import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const BUNDLE = join(ROOT, 'l10n/bundle.l10n.json');

/** Each message in the sources: `l10n.t('…')` in the client, `localize('…')` in the server. */
function messagesInSources(): string[] {
  const messages = new Set<string>();
  for (const folder of ['client/src', 'server/src']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) {
        const text = readFileSync(join(ROOT, folder, name), 'utf8');
        for (const match of text.matchAll(
          /\b(?:l10n\.t|localize)\(\s*(['"])((?:\\.|(?!\1).)*)\1/g,
        )) {
          messages.add((match[2] ?? '').replace(/\\(['"])/g, '$1'));
        }
      }
    }
  }
  return [...messages].sort();
}

describe('localization', () => {
  it('has every message of the sources in the bundle, and no other', () => {
    const wanted = Object.fromEntries(messagesInSources().map((message) => [message, message]));
    if (process.env.UPDATE === '1') {
      writeFileSync(BUNDLE, `${JSON.stringify(wanted, undefined, 2)}\n`);
    }
    assert.ok(Object.keys(wanted).length > 20);
    assert.deepEqual(JSON.parse(readFileSync(BUNDLE, 'utf8')), wanted, 'UPDATE=1 rewrites it');
  });

  it('has every key of the manifest in package.nls.json, and no other', () => {
    const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8');
    const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]));
    const strings = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8')) as object;
    assert.deepEqual(Object.keys(strings).sort(), [...used].sort());
  });
});

describe('manifest', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
    devDependencies: Record<string, string>;
    contributes: {
      commands: { command: string }[];
      configuration: { properties: Record<string, unknown> }[];
    };
    capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  };

  it('names commands and settings as the conventions want', () => {
    for (const { command } of manifest.contributes.commands) {
      assert.match(command, /^goMemory\.[a-z][A-Za-z]+$/);
    }
    for (const { properties } of manifest.contributes.configuration) {
      for (const name of Object.keys(properties)) {
        assert.match(name, /^goMemory\.[a-z][A-Za-z]+\.[a-z][A-Za-z]+$/);
      }
    }
  });

  it('restricts every setting that decides what is run', () => {
    const names = manifest.contributes.configuration.flatMap(({ properties }) =>
      Object.keys(properties),
    );
    const deciding = names.filter((name) => /^goMemory\.(?:go|build)\./.test(name));
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      deciding.sort(),
    );
  });

  it('has the types of the oldest editor that it supports', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
  });
});
