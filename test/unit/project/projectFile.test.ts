import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProjectFile } from '../../../server/src/engine/project/projectFile.ts';

/** The problems as `line:column message`. */
function problemsOf(text: string): string[] {
  return parseProjectFile(text).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

describe('project file', () => {
  it('is read with comments and trailing commas', () => {
    const text = `{
  // How we build.
  "build": { "tags": ["a", "b",], "race": true, },
  "exclude": ["**/*.pb.go"], /* generated */
}
`;
    assert.deepEqual(parseProjectFile(text), {
      project: { build: { tags: ['a', 'b'], race: true }, exclude: ['**/*.pb.go'] },
      problems: [],
      isJson: true,
    });
  });

  it('may begin with a byte order mark, which moves no place', () => {
    assert.deepEqual(problemsOf('\uFEFF{ "exclude": 1 }'), ['1:15 exclude must be a list']);
  });

  it('names the place of what is wrong, and keeps the rest', () => {
    const text = `{
  "build": {
    "tags": ["a", 1, "b"],
    "race": "yes",
    "flags": "-x",
    "environment": { "GOOS": "linux", "A B": 0 },
  },
  "hints": { "frequencies": { "growth": true, "call": 0 }, "kinds": [] },
  "exclude": ["gen/**", "", "/abs.go", "../x.go", "dir/", "a\\\\b.go"]
}`;
    assert.deepEqual(problemsOf(text), [
      '3:19 build.tags[1] must be a string',
      '4:13 build.race must be true or false',
      '5:14 build.flags must be a list',
      '6:46 build.environment["A B"] must be a string',
      '8:55 hints.frequencies.call must be true or false',
      '8:69 hints.kinds must be an object',
      ...[25, 29, 40, 51, 59].map(
        (column, index) =>
          `9:${column} exclude[${index + 1}] must be a glob of files below the folder of the file, such as "gen/**"`,
      ),
    ]);
    assert.deepEqual(parseProjectFile(text).project, {
      build: { tags: ['a', 'b'], environment: { GOOS: 'linux' } },
      hints: { frequencies: { growth: true } },
      exclude: ['gen/**'],
    });
  });

  it('marks what a problem is about, as far as its line goes', () => {
    const [problem] = parseProjectFile('{ "exclude": {\n} }').problems;
    assert.deepEqual(problem, {
      line: 1,
      column: 14,
      length: 1,
      message: 'exclude must be a list',
    });
  });

  it('asks what was meant by a key that it does not know', () => {
    assert.deepEqual(
      problemsOf(
        '{ "biuld": {}, "build": { "tag": [], "zzz": 1 }, "Exclude": [], "hints": { "kinds": { "runtimes": true } }, "rules": { "defer-in-lop": false } }',
      ),
      [
        '1:3 biuld is no setting; did you mean "build"?',
        '1:27 build.tag is no setting; did you mean "tags"?',
        '1:38 build.zzz is no setting',
        '1:50 Exclude is no setting; did you mean "exclude"?',
        '1:87 hints.kinds.runtimes is no setting; did you mean "runtime"?',
        '1:120 rules["defer-in-lop"] is no setting; did you mean "defer-in-loop"?',
      ],
    );
  });

  it('takes the keys that every object has for no settings', () => {
    assert.deepEqual(problemsOf('{ "toString": 1, "__proto__": { "build": {} } }'), [
      '1:3 toString is no setting',
      '1:18 __proto__ is no setting',
    ]);
    const text = '{ "build": { "environment": { "__proto__": "x" } } }';
    const { environment } = parseProjectFile(text).project.build ?? {};
    assert.deepEqual(Object.entries(environment ?? {}), [['__proto__', 'x']]);
  });

  it('that is no JSON has one problem, and what can be read counts', () => {
    for (const [text, problem] of [
      ['', '1:1 this is no JSON: a value is missing'],
      ['// nothing', '1:11 this is no JSON: a value is missing'],
      ['{ "exclude": ["a.go"]', '1:22 this is no JSON: a closing brace is missing'],
      ['{\n"exclude": ["a.go"]\n"build": 1 }', '3:1 this is no JSON: a comma is missing'],
      ['{ "exclude": ["a.go"] } {}', '1:25 this is no JSON: nothing may come after the end'],
      ['{ "exclude": ["a.go"], build: 1 }', '1:24 this is no JSON: no such word'],
      ['{ "exclude": ["a.go"], "build }', '1:24 this is no JSON: a string is not closed'],
    ] as const) {
      const { project, isJson } = parseProjectFile(text);
      assert.deepEqual(problemsOf(text), [problem], text);
      assert.equal(isJson, false, text);
      assert.deepEqual(project, text.includes('a.go') ? { exclude: ['a.go'] } : {}, text);
    }
  });

  it('that is JSON of another kind says so', () => {
    for (const text of ['[]', 'null', '1', '"x"']) {
      assert.deepEqual(problemsOf(text), ['1:1 the file must be an object']);
      assert.equal(parseProjectFile(text).isJson, true);
    }
  });
});
