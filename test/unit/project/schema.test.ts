import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import {
  parseProjectFile,
  type ProjectFile,
} from '../../../server/src/engine/project/projectFile.ts';
import { RULES } from '../../../server/src/engine/rules/registry.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

interface Schema {
  readonly propertyNames?: { readonly enum: readonly string[] };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly markdownDescription?: string;
}

type Whole<Value> = Value extends readonly unknown[]
  ? Value
  : { [Key in keyof Value]-?: Whole<Value[Key]> };

/** Each key that the type has; the compiler misses those that are added to it. */
const EVERYTHING: Whole<ProjectFile> = {
  build: { tags: ['a'], race: true, flags: ['-trimpath'], environment: { GOOS: 'linux' } },
  hints: {
    frequencies: {
      iteration: true,
      call: true,
      growth: true,
      miss: false,
      error: false,
      panic: false,
      once: false,
    },
    kinds: { variable: true, expression: true, append: true, inlined: false, runtime: false },
  },
  rules: {
    'sprintf-strconv': false,
    'sort-slice': { exclude: ['tools/**'], excludeTypes: ['bytes.Buffer', 'example.com/a-b/c.Ä'] },
  },
  exclude: ['**/*.pb.go'],
};

const GOOD: readonly unknown[] = [
  {},
  EVERYTHING,
  { $schema: 'https://example.com/gomem.schema.json' },
  { build: {}, hints: { frequencies: {}, kinds: {} }, exclude: [] },
  { build: { tags: [], flags: [], environment: {} } },
  { rules: { 'sort-slice': {} } },
  { build: { tags: [''], environment: { '': '' } } },
  {
    exclude: ['a.go', '*', '**', '.hidden/x.go', '..a', 'a/../b', 'ä/?.go', '[ab].go', '{a,b}.go'],
  },
];

const BAD: readonly unknown[] = [
  [],
  null,
  true,
  'x',
  1,
  { $schema: 1 },
  { unknown: {} },
  { build: [] },
  { build: null },
  { build: { tags: 'a' } },
  { build: { tags: [1] } },
  { build: { tags: [null] } },
  { build: { race: 'true' } },
  { build: { race: null } },
  { build: { flags: {} } },
  { build: { flags: [['-x']] } },
  { build: { environment: [] } },
  { build: { environment: { GOOS: 1 } } },
  { build: { pgo: 'off' } },
  { rules: { 'sort-slice': { excludeTypes: ['Buffer'] } } },
  { rules: { 'sort-slice': { excludeTypes: ['*bytes.Buffer'] } } },
  { hints: [] },
  { hints: { frequencies: { often: true } } },
  { hints: { frequencies: { call: 1 } } },
  { hints: { frequencies: ['call'] } },
  { hints: { kinds: { var: true } } },
  { hints: { kinds: { runtime: 'yes' } } },
  { hints: { kinds: null } },
  { hints: { enabled: true } },
  { rules: [] },
  { rules: { 'sprintf-strcon': true } },
  { rules: { 'sprintf-strconv': 1 } },
  { rules: { 'sprintf-strconv': { exclude: ['/a.go'] } } },
  { rules: { 'sprintf-strconv': { files: [] } } },
  { exclude: '**' },
  { exclude: [''] },
  { exclude: [1] },
  { exclude: ['/a.go'] },
  { exclude: ['../a.go'] },
  { exclude: ['gen/'] },
  { exclude: ['gen\\a.go'] },
  { exclude: ['a'.repeat(1001)] },
  { Exclude: [] },
];

describe('schema of the project file', () => {
  const schema = JSON.parse(
    readFileSync(join(ROOT, 'schemas/gomem.schema.json'), 'utf8'),
  ) as Schema;
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    contributes: {
      jsonValidation: { fileMatch: string; url: string }[];
      configuration: { properties: Record<string, Schema> }[];
    };
  };
  // What the editor has beside the standard.
  const validate = new Ajv({
    keywords: [
      'markdownDescription',
      'patternErrorMessage',
      'allowComments',
      'allowTrailingCommas',
    ],
  }).compile(schema);

  it('takes what the parser takes, and refuses what it refuses', () => {
    for (const [documents, isGood] of [
      [GOOD, true],
      [BAD, false],
    ] as const) {
      for (const document of documents) {
        const text = JSON.stringify(document);
        const { problems, isJson } = parseProjectFile(text);
        assert.equal(isJson, true, text);
        assert.equal(problems.length === 0, isGood, `the parser on ${text}`);
        assert.equal(validate(document), isGood, `the schema on ${text}`);
      }
    }
  });

  it('describes every key that there is, and no other', () => {
    assert.deepEqual(parseProjectFile(JSON.stringify(EVERYTHING)).project, EVERYTHING);
    assert.deepEqual(describedKeys(schema), ['$schema', ...keysOf(EVERYTHING)].sort());
  });

  it('names the rules that there are, as the setting of users does', () => {
    const names = RULES.map(({ name }) => name);
    const setting = manifest.contributes.configuration
      .map(({ properties }) => properties['goMemory.rules.choose'])
      .find((each) => each !== undefined);
    assert.deepEqual(schema.properties?.rules?.propertyNames?.enum, names);
    assert.deepEqual(setting?.propertyNames?.enum, names);
  });

  it('is what the editor takes for the file', () => {
    assert.deepEqual(manifest.contributes.jsonValidation, [
      { fileMatch: 'gomem.json', url: './schemas/gomem.schema.json' },
    ]);
  });
});

/** The paths of the keys with a name of their own: not those of an environment, or of rules. */
function keysOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    const isFree =
      Array.isArray(each) ||
      typeof each !== 'object' ||
      ['build.environment', 'rules'].includes(path);
    return each === null || isFree ? [path] : [path, ...keysOf(each, `${path}.`)];
  });
}

function describedKeys({ properties = {} }: Schema, prefix = ''): string[] {
  return Object.entries(properties)
    .flatMap(([key, each]) => {
      assert.ok((each.description ?? '') !== '', `${prefix}${key} has a description`);
      assert.ok((each.markdownDescription ?? '') !== '', `${prefix}${key} has one in Markdown`);
      return [`${prefix}${key}`, ...describedKeys(each, `${prefix}${key}.`)];
    })
    .sort();
}
