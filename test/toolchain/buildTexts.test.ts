import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readFileHeader } from '../../server/src/engine/build/fileHeader.ts';
import { compareGoVersions, isGoVersion } from '../../server/src/engine/build/goVersion.ts';
import { parseModFile } from '../../server/src/engine/build/modFile.ts';
import type { Replacement } from '../../server/src/engine/build/modStatements.ts';
import { unquote } from '../../server/src/engine/build/unquote.ts';
import { parseWorkFile } from '../../server/src/engine/build/workFile.ts';
import { askGo } from '../support/buildOracle.ts';
import { goVariable } from '../support/goListing.ts';
import { sample, seededRandom } from '../support/random.ts';

const SEED = 20_260_719;
const MAXIMUM_SHOWN = 10;
const IS_LONG = process.env.LONG === '1';

interface Path {
  readonly Path: string;
  readonly Version?: string;
}

/** What `go mod edit -json` and `go work edit -json` print. */
interface EditedFile {
  readonly Module?: Path;
  readonly Go?: string;
  readonly Toolchain?: string;
  readonly GoDebug?: readonly { readonly Key: string; readonly Value: string }[] | null;
  readonly Require?: readonly (Path & { readonly Indirect?: boolean })[] | null;
  readonly Exclude?: readonly Path[] | null;
  readonly Replace?: readonly { readonly Old: Path; readonly New: Path }[] | null;
  readonly Retract?: readonly { readonly Low: string; readonly High: string }[] | null;
  readonly Tool?: readonly { readonly Path: string }[] | null;
  readonly Ignore?: readonly { readonly Path: string }[] | null;
  readonly Use?: readonly { readonly DiskPath: string }[] | null;
}

describe('texts are read as Go reads them', () => {
  const random = seededRandom(SEED);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-texts-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(random() * items.length)];
    assert.ok(item !== undefined);
    return item;
  }

  function times<Item>(maximum: number, make: () => Item): Item[] {
    return Array.from({ length: Math.floor(random() * (maximum + 1)) }, make);
  }

  /** Undefined where the go command refuses the text. */
  function edited(kind: 'mod' | 'work', text: string): EditedFile | undefined {
    const path = join(folder, `go.${kind}`);
    writeFileSync(path, text);
    const { status, stdout } = spawnSync('go', [kind, 'edit', '-json', path], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0 ? (JSON.parse(stdout) as EditedFile) : undefined;
  }

  const plain = ({ Path, Version = '' }: Path) => ({ path: Path, version: Version });
  const replaced = (list: EditedFile['Replace']): Replacement[] =>
    (list ?? []).map(({ Old, New }) => ({ old: plain(Old), new: plain(New) }));

  function sameMod(text: string): string | undefined {
    const theirs = edited('mod', text);
    const { problems, ...ours } = parseModFile(text);
    if (!theirs || problems.length > 0) {
      return !theirs === problems.length > 0
        ? undefined
        : `${JSON.stringify(text)}: ${JSON.stringify(problems)}`;
    }
    const expected = {
      module: theirs.Module?.Path,
      go: theirs.Go,
      toolchain: theirs.Toolchain,
      require: (theirs.Require ?? []).map((each) => ({
        ...plain(each),
        isIndirect: each.Indirect ?? false,
      })),
      replace: replaced(theirs.Replace),
      exclude: (theirs.Exclude ?? []).map(plain),
      retract: (theirs.Retract ?? []).map(({ Low, High }) => ({ low: Low, high: High })),
      tool: (theirs.Tool ?? []).map(({ Path }) => Path),
      ignore: (theirs.Ignore ?? []).map(({ Path }) => Path),
      godebug: ours.godebug,
    };
    // What is written twice is printed once, and the last of several replacements.
    const printed = {
      ...ours,
      module: ours.module ?? '',
      exclude: firstOfEach(ours.exclude, JSON.stringify),
      tool: firstOfEach(ours.tool, String),
      ignore: firstOfEach(ours.ignore, String),
      replace: firstOfEach(ours.replace.toReversed(), ({ old }) => JSON.stringify(old)).reverse(),
    };
    return difference(text, printed, expected);
  }

  function sameWork(text: string): string | undefined {
    const theirs = edited('work', text);
    const { problems, ...ours } = parseWorkFile(text);
    if (!theirs || problems.length > 0) {
      return !theirs === problems.length > 0
        ? undefined
        : `${JSON.stringify(text)}: ${JSON.stringify(problems)}`;
    }
    const replace = firstOfEach(ours.replace.toReversed(), ({ old }) => JSON.stringify(old));
    return difference(
      text,
      { ...ours, replace: replace.reverse() },
      {
        go: theirs.Go,
        // It is not printed.
        toolchain: ours.toolchain,
        use: (theirs.Use ?? []).map(({ DiskPath }) => DiskPath),
        replace: replaced(theirs.Replace),
        godebug: ours.godebug,
      },
    );
  }

  function difference(text: string, ours: object, theirs: object): string | undefined {
    try {
      assert.deepEqual(ours, theirs);
      return undefined;
    } catch {
      return `${JSON.stringify(text)}\n${JSON.stringify(ours)}\n${JSON.stringify(theirs)}`;
    }
  }

  const PATHS = [
    'example.com/a',
    '"example.com/b"',
    '`example.com/c`',
    'example.com/d/v2',
    'example.com/d/v1',
    'gopkg.in/yaml.v3',
    'gopkg.in/check.v1',
    'gopkg.in/none',
    '"example.com/\\x61"',
    "example.com/'q'",
    'example.com/ü',
    'x',
  ];
  const VERSIONS = [
    'v1.2.3',
    'v1.2.3',
    'v0.0.0-20161208181325-20d25e280405',
    'v2.0.0',
    'v2.0.0+incompatible',
    'v3.1.0',
    'v1',
    'v1.2',
    '"v1.0.0-rc.1"',
    'v1.0.0-01',
    'master',
  ];
  const DIRECTORIES = ['../x', './y', '/abs/z', '"../with space"', 'plain', '..', 'C:/windows'];

  function argumentsOf(verb: string): string {
    const version = (): string => pick(VERSIONS);
    switch (verb) {
      case 'module':
      case 'tool':
        return pick(PATHS);
      case 'ignore':
      case 'use':
        return pick(DIRECTORIES);
      case 'go':
        return pick(['1.21', '1.26.1', '1.22rc1', '1', '01.2', 'go1.21', '1.21 1.22', '"1.21"']);
      case 'toolchain':
        return pick(['go1.22.1', 'default', 'go1', 'x', 'go1.21.1-custom', '']);
      case 'godebug':
        return pick(['panicnil=1', 'default=go1.21', 'none', 'a = b', 'a="b"']);
      case 'replace':
        return `${pick(PATHS)} ${pick(['', version()])} => ${pick([
          pick(DIRECTORIES),
          `${pick(PATHS)} ${version()}`,
          `${pick(DIRECTORIES)} ${version()}`,
        ])}`;
      case 'retract': {
        // Those that are not canonical are so later, when the module's path is known.
        const [low, high] = [pick(VERSIONS.slice(0, 6)), pick(VERSIONS.slice(0, 6))];
        return pick([low, `[${low}, ${high}]`, `[ ${low} ,${high} ]`, `[${low}]`, '[]']);
      }
      default:
        return pick([`${pick(PATHS)} ${version()}`, `${pick(PATHS)}\t${version()}`, pick(PATHS)]);
    }
  }

  const comment = (): string =>
    pick(['', '', '', ' // indirect', '// indirect; x', ' //why', '//']);
  const newline = (): string => pick(['\n', '\n', '\n', '\n\n', '\r\n', '\n// a line\n']);

  function statement(verbs: readonly string[]): string {
    const verb = pick(verbs);
    switch (pick(['line', 'line', 'line', 'block', 'odd'])) {
      case 'block': {
        const lines = times(3, () => `\t${argumentsOf(verb)}${comment()}${newline()}`);
        return `${verb} (${comment()}\n${lines.join('')})${pick(['', '', ' x', comment()])}`;
      }
      case 'odd':
        return pick([`${verb} ()`, `${verb} (`, ')', `${verb} a ( b`, '/* x */', '"x', 'what is']);
      default:
        return `${verb} ${argumentsOf(verb)}${comment()}`;
    }
  }

  /** Mostly of what is right: a file with one mistake says nothing about all the rest. */
  function file(verbs: readonly string[], isRight: (line: string) => boolean): string {
    const count = 1 + Math.floor(random() * 6);
    const lines: string[] = [];
    while (lines.length < count) {
      const line = statement(verbs);
      if (random() < 0.04 || isRight(line)) {
        lines.push(line);
      }
    }
    return lines.map((line) => line + newline()).join('');
  }

  const COUNT = IS_LONG ? 2000 : 250;

  it('go.mod', () => {
    const verbs =
      'module go toolchain require require exclude replace replace retract tool ignore godebug'.split(
        ' ',
      );
    const texts = Array.from({ length: COUNT }, () =>
      file(verbs, (line) => parseModFile(line).problems.length === 0),
    );
    const faults = texts.map(sameMod).filter((fault) => fault !== undefined);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('go.work', () => {
    const texts = Array.from({ length: COUNT / 2 }, () =>
      file('go toolchain use use replace godebug'.split(' '), (line) => {
        return parseWorkFile(line).problems.length === 0;
      }),
    );
    const faults = texts.map(sameWork).filter((fault) => fault !== undefined);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('go.mod files of the module cache', (context) => {
    const downloads = join(goVariable('GOMODCACHE'), 'cache/download');
    let all: string[];
    try {
      all = readdirSync(downloads, { recursive: true, encoding: 'utf8' });
    } catch {
      context.skip('there is no module cache');
      return;
    }
    const paths = all.filter((path) => path.endsWith('.mod')).sort();
    const texts = (IS_LONG ? paths : sample(paths, 60, random)).map((path) =>
      readFileSync(join(downloads, path), 'utf8'),
    );
    const faults = texts.map(sameMod).filter((fault) => fault !== undefined);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('versions of Go', () => {
    const version = (): string => {
      const number = (): string => pick(['0', '1', '2', '9', '10', '20', '21', '22', '100', '01']);
      const parts = [pick(['1', '1', '1', '2', '0', '']), ...times(3, number)];
      return parts.join('.') + pick(['', '', '', 'rc1', 'beta2', 'alpha', 'rc01', '-custom']);
    };
    const questions = Array.from({ length: 5000 }, () => {
      const versions: readonly [string, string] = [version(), version()];
      return { versions };
    });
    const faults = askGo(questions).filter(({ question, answer }) => {
      // go/version takes a suffix such as `-custom` off, which no go.mod has.
      const [first, second] = question.versions;
      const isPlain = !question.versions.some((each) => each.includes('-'));
      return isPlain && Math.sign(compareGoVersions(first, second)) !== answer.order;
    });
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
    assert.deepEqual(['1.21', '1.21.0', '1.22rc1', '1'].map(isGoVersion), [true, true, true, true]);
    assert.deepEqual(
      ['', 'go1.21', '1.21.0rc1', '1.', '1.x'].map(isGoVersion),
      Array(5).fill(false),
    );
  });

  it('literals', () => {
    const piece = (): string =>
      pick([
        'a',
        'b/c',
        'é',
        '\\n',
        '\\\\',
        '\\"',
        '"',
        '\\x41',
        '\\u00e9',
        '\\U0001f600',
        '\\101',
        '\\x4',
        '\\q',
        '`',
        '\\',
        "\\'",
        '\n',
        ' ',
        '\\U00110000',
        '\\ud800',
      ]);
    const questions = Array.from({ length: 5000 }, () => {
      const quote = pick(['"', '"', '"', '`', "'"]);
      return { literal: quote + times(5, piece).join('') + pick([quote, quote, quote, '', '"']) };
    }).filter(({ literal }) => !literal.startsWith("'"));
    const faults = askGo(questions).filter(({ question, answer }) => {
      return unquote(question.literal) !== (answer.error ? undefined : answer.value);
    });
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('headers, of which any beginning is enough or not', () => {
    const root = join(goVariable('GOROOT'), 'src');
    const paths = execFileSync(
      'go',
      ['list', '-f', '{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}', 'std'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )
      .split('\n')
      .filter((path) => path !== '');
    for (const path of sample(paths, 200, random)) {
      const text = readFileSync(path, 'utf8');
      const whole = readFileHeader(text, true);
      assert.ok(whole);
      assert.equal(whole.problem, undefined, path);
      for (let count = 0; count < 20; count++) {
        const cut = text.slice(0, Math.floor(random() * Math.min(text.length, 4000)));
        const header = readFileHeader(cut, false);
        if (header) {
          assert.deepEqual(header, whole, path);
        }
        // What is cut off is broken, and is read all the same.
        const broken = readFileHeader(cut, true);
        assert.ok(broken);
        assert.ok(
          broken.imports.every(({ path: each }) =>
            whole.imports.some((known) => known.path === each),
          ),
        );
      }
    }
  });
});

function firstOfEach<Item>(list: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keys = list.map(keyOf);
  return list.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
