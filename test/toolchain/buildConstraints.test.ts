import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  evaluate,
  goBuildText,
  parseGoBuild,
  parsePlusBuild,
  plusBuildText,
} from '../../server/src/engine/build/constraint.ts';
import { buildContext } from '../../server/src/engine/build/context.ts';
import {
  importPaths,
  readDirectoryPackage,
} from '../../server/src/engine/build/directoryPackage.ts';
import { FileHeaders } from '../../server/src/engine/build/fileHeaders.ts';
import { askGo } from '../support/buildOracle.ts';
import { seededRandom } from '../support/random.ts';
import { memoryFiles } from '../support/memoryFiles.ts';

const SEED = 20_260_412;
const MAXIMUM_SHOWN = 10;

describe('build constraints are those of go/build', () => {
  const random = seededRandom(SEED);

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(random() * items.length)];
    assert.ok(item !== undefined);
    return item;
  }

  function times<Item>(maximum: number, make: () => Item): Item[] {
    return Array.from({ length: Math.floor(random() * (maximum + 1)) }, make);
  }

  const TAGS = ['a', 'b', 'linux', 'go1.2', 'x_y', 'ä', '386', 'ignore'];

  function expression(depth: number): string {
    const space = pick(['', ' ', '  ', '\t']);
    if (depth === 0 || random() < 0.3) {
      return pick(TAGS);
    }
    switch (pick(['and', 'or', 'not', 'parentheses', 'parentheses'])) {
      case 'and':
        return `${expression(depth - 1)}${space}&&${space}${expression(depth - 1)}`;
      case 'or':
        return `${expression(depth - 1)}${space}||${space}${expression(depth - 1)}`;
      case 'not':
        return `!${space}${expression(depth - 1)}`;
      default:
        return `(${space}${expression(depth - 1)}${space})`;
    }
  }

  /** One thing more, less or other. */
  function damaged(text: string): string {
    const at = Math.floor(random() * (text.length + 1));
    const stray = pick(['', '(', ')', '!', '&', '|', '&&', ' a', ',', '-', '"', '!!']);
    return text.slice(0, at) + stray + text.slice(at + Math.floor(random() * 2));
  }

  function plusBuild(): string {
    const term = (): string => pick(['', '', '!', '!!']) + pick([...TAGS, 'a-b', '']);
    const option = (): string => [term(), ...times(2, term)].join(',');
    return times(3, option).join(pick([' ', '  ', '\t']));
  }

  function line(): string {
    switch (pick(['go', 'go', 'damaged', 'plus', 'other'])) {
      case 'go':
        return `//go:build ${expression(5)}`;
      case 'damaged':
        return `//go:build ${damaged(expression(4))}`;
      case 'plus':
        return `//${pick(['', ' ', '  '])}+build ${plusBuild()}`;
      default:
        return pick(['//go:buildx a', '//go:build', '// +build', '// +buildx a', '// go:build a']);
    }
  }

  it('line by line', () => {
    const lines = [
      ...Array.from({ length: 20_000 }, line),
      `//go:build ${Array<string>(1000).fill('a').join(' && ')}`,
      `//go:build ${Array<string>(1001).fill('a').join(' && ')}`,
      `// +build ${Array<string>(101).fill('a').join(' ')}`,
      `// +build ${Array<string>(102).fill('a').join(',')}`,
      `//go:build ${'('.repeat(900)}a${')'.repeat(900)}`,
    ];
    const questions = lines.map((each) => ({ line: each, tags: times(4, () => pick(TAGS)) }));
    const faults: string[] = [];
    for (const { question, answer } of askGo(questions)) {
      const goBuild = goBuildText(question.line);
      const plus = plusBuildText(question.line);
      const parsed =
        goBuild !== undefined
          ? parseGoBuild(goBuild)
          : plus === undefined
            ? undefined
            : parsePlusBuild(plus);
      const isGood = parsed !== undefined && !('problem' in parsed);
      const matches = isGood && evaluate(parsed, (tag) => question.tags.includes(tag));
      if (isGood === answer.error || matches !== answer.matches) {
        faults.push(JSON.stringify({ question, answer, isGood, matches }));
      }
    }
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  const NAMES = [
    'a',
    'linux',
    'windows',
    'amd64',
    'arm64',
    'test',
    'unix',
    'js',
    'wasm',
    '',
    'x86',
  ];

  function fileName(): string {
    const stem = [pick(NAMES), ...times(4, () => pick(NAMES))].join('_');
    return `${stem}${pick(['', '', '.x', '_test'])}.go`;
  }

  function header(): string {
    const newline = pick(['\n', '\n', '\n', '\r\n']);
    const comment = (): string =>
      pick([
        '// a comment',
        '',
        '',
        '/* a comment */',
        '/* lines\n//go:build a\n\n*/',
        '/**/ // more',
        line(),
        line(),
        ' // +build a',
        '\t//go:build b',
      ]);
    const clause = pick([
      'package p',
      'package p',
      'package p; import "fmt"',
      'package /* x */ p // y',
      'package p_test',
      'package documentation',
      'package main',
      '/* one\n line */ package p',
    ]);
    const spec = (): string =>
      pick(['"fmt"', '_ "os"', '. "math"', 'x "a/b.v1"', '`raw/path`', '"C"', 'C "c"', 'ä "é/f"']);
    const declaration = (): string =>
      pick([
        () => `import ${spec()}`,
        () => `import ( ${spec()}; ${spec()} )`,
        () => `import (\n\t// why\n\t${spec()} /* x */\n\n\t${spec()}\n)`,
        () => 'import ()',
        () => '// nothing',
        () => '//go:build b',
      ])();
    const body = pick(['func f() {}', 'var x = `import "no"`', '', 'type T struct{}']);
    return [
      ...(random() < 0.05 ? ['\uFEFF// mark'] : []),
      ...times(6, comment),
      clause,
      ...times(4, declaration),
      body,
      '',
    ].join(newline);
  }

  it('file by file, with names and imports', () => {
    const questions = Array.from({ length: 20_000 }, () => ({
      name: fileName(),
      text: header(),
      goos: pick(['linux', 'windows', 'android', 'ios', 'js', 'plan9']),
      goarch: pick(['amd64', 'arm64', 'wasm', '386']),
      cgo: random() < 0.5,
      tags: times(3, () => pick(['a', 'b', 'ä'])),
    }));
    const faults: string[] = [];
    let countMatches = 0;
    for (const { question, answer } of askGo(questions)) {
      const { name, text, goos, goarch, cgo, tags } = question;
      const context = buildContext({ goos, goarch, cgoEnabled: cgo, goMinor: 2, userTags: tags });
      const files = memoryFiles({ [`/p/${name}`]: text });
      const found = readDirectoryPackage(files, new FileHeaders(), context, '/p');
      assert.ok(found);
      const lists = [found.goFiles, found.cgoFiles, found.testFiles, found.xTestFiles];
      const matches = lists.some(({ length }) => length > 0);
      const problem = lists.flat().find(({ header: { problem: each } }) => each)?.header.problem;
      const ours = {
        matches,
        packageName: found.name,
        imports: importPaths(...lists),
      };
      const theirs = {
        matches: answer.matches,
        packageName: answer.packageName,
        imports: (answer.imports ?? []).filter((path) => path !== 'C'),
      };
      countMatches += Number(matches);
      const isSame = JSON.stringify(ours) === JSON.stringify(theirs);
      // Of what is not Go, go/build reads no imports, and we read those that are whole.
      if (problem ? !answer.error : !isSame) {
        faults.push(JSON.stringify({ question, ours, theirs, problem, error: answer.error }));
      }
    }
    console.log(`${countMatches} of ${questions.length} files are in`);
    assert.ok(countMatches > questions.length / 10);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });
});
