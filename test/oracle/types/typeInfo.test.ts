/** What go/types is asked about, and how its answers arrive. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { goroot } from '../agreement.ts';
import { compilerTests, isOfPredeclaredTestFunction, typesTestdata } from './goTestFiles.ts';
import { FIXTURES } from './subjects.ts';
import { runTypeInfo, type Listing, type OraclePackage, type TypeSubject } from './typeInfo.ts';
import { EXPRESSION_KINDS, type ExpressionKind } from './typedExpressions.ts';

async function answersOf(
  subject: Omit<TypeSubject, 'name'>,
): Promise<{ readonly listing: Listing; readonly packages: readonly OraclePackage[] }> {
  const packages: OraclePackage[] = [];
  let listing: Listing | undefined;
  for await (const each of runTypeInfo({ name: '', ...subject })) {
    if ('packages' in each) {
      listing = each;
    } else {
      packages.push(each);
    }
  }
  assert.ok(listing);
  return { listing, packages };
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;

/** How the text of an expression of a kind looks. */
const TEXTS: Readonly<Record<ExpressionKind, RegExp>> = {
  ident: new RegExp(`^${NAME}$`, 'u'),
  literal: /^([\d.]|'.*'$|".*"$|`.*`$)/s,
  paren: /^\(.*\)$/s,
  selector: new RegExp(`\\.\\s*${NAME}$`, 'su'),
  index: /\[.*\]$/s,
  call: /\(.*\)$/s,
  conversion: /\(.*\)$/s,
  composite: /\{.*\}$/s,
  funclit: /^func\(.*\}$/s,
  assertion: /\.\(.*\)$/s,
  binary: /[-+*/%&|^<>=]/,
  unary: /^[-+!^&<]/,
  star: /^\*/,
  slice: /\[.*:.*\]$/s,
  type: /^([*[~(]|\.\.\.|func|map|chan|<-|struct|interface)|\|/,
};

describe('the fixtures', () => {
  for (const goarch of ['amd64', '386']) {
    it(`compile for ${goarch}`, () => {
      const { status, stderr } = spawnSync('go', ['vet', './...'], {
        cwd: FIXTURES,
        env: {
          ...process.env,
          GOOS: 'linux',
          GOARCH: goarch,
          CGO_ENABLED: '0',
          GOFLAGS: '',
          GOPROXY: 'off',
        },
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
    });
  }

  it('have expressions of every kind, each where go/types says', async () => {
    const { packages } = await answersOf({
      directory: FIXTURES,
      packages: { patterns: ['./...'] },
    });
    const kinds = new Set<ExpressionKind>();
    for (const { expressions, errors } of packages) {
      assert.deepEqual(errors, []);
      for (const { file, expressions: found } of expressions) {
        const source = readFileSync(file);
        const ends = new Set<string>();
        for (const { startByte, endByte, kind } of found) {
          kinds.add(kind);
          ends.add(`${startByte} ${endByte}`);
          const text = source.toString('utf8', startByte, endByte);
          assert.match(text, TEXTS[kind], `${kind} in ${file}`);
        }
        assert.equal(ends.size, found.length, `two expressions with the same ends in ${file}`);
        const sorted = [...found].sort(
          (a, b) => a.startByte - b.startByte || b.endByte - a.endByte,
        );
        assert.deepEqual(found, sorted);
      }
    }
    assert.deepEqual([...kinds].sort(), [...EXPRESSION_KINDS].sort());
  });
});

describe('go/types', () => {
  it('says what depends on GOARCH for the one that is asked for', async () => {
    const sizes = async (goarch: string) => {
      const { packages } = await answersOf({
        directory: FIXTURES,
        packages: { patterns: ['./unsafes'] },
        goarch,
      });
      const [unsafes] = packages;
      const [file] = unsafes?.expressions ?? [];
      assert.ok(file);
      const source = readFileSync(file.file, 'utf8');
      return file.expressions
        .filter(({ startByte, endByte }) => source.slice(startByte, endByte) === 'word')
        .map(({ constant }) => constant);
    };
    assert.deepEqual([...new Set(await sizes('amd64'))], ['8']);
    assert.deepEqual([...new Set(await sizes('386'))], ['4']);
  });

  it('checks packages with their tests, and external tests', async () => {
    const { listing, packages } = await answersOf({
      directory: goroot(),
      packages: { patterns: ['errors', 'slices'], tests: true },
    });
    assert.deepEqual(packages.map(({ importPath }) => importPath).sort(), [
      'errors',
      'errors_test',
      'slices',
      'slices_test',
    ]);
    for (const { errors, files } of packages.filter(({ importPath }) =>
      importPath.endsWith('_test'),
    )) {
      assert.deepEqual(errors, []);
      assert.ok(files.every((file) => file.endsWith('_test.go')));
    }
    assert.ok(listing.packages.some(({ importPath, listed }) => importPath === 'iter' && !listed));
  });

  it('finds no error in what Go’s own tests expect none in', async () => {
    const root = goroot();
    for (const lists of [typesTestdata(root), compilerTests(root)]) {
      assert.ok(lists.length > 50);
      const { packages } = await answersOf({ directory: root, packages: lists });
      assert.ok(packages.length > lists.length / 2);
      const errors = packages.flatMap((each) => each.errors);
      assert.deepEqual(
        errors.filter((error) => !isOfPredeclaredTestFunction(error)),
        [],
      );
    }
  });
});
