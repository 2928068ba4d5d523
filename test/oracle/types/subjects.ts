/** What the type checker is compared on. */
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyModule, pinnedModules } from '../../support/modules.ts';
import { sample, seededRandom } from '../../support/random.ts';
import { goroot } from '../agreement.ts';
import { totalOf, type SubjectFigures } from './figures.ts';
import { compilerTests, isOfPredeclaredTestFunction, typesTestdata } from './goTestFiles.ts';
import type { TypeSubject } from './typeInfo.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const SAMPLE_SEED = 20_261_125;
const COUNT_SAMPLED_PACKAGES = 24;

export const FIXTURES = join(ROOT, 'test/fixtures/types');

export interface ComparedSubject extends TypeSubject {
  /** The figures are committed under this name: a sample has those of the whole. */
  readonly figuresName: string;
  /** Errors of go/types that do not keep a package from being compared. */
  readonly isExpected?: (error: string) => boolean;
  /** Whether everything has to be known. */
  readonly isUnknownFalse: boolean;
}

/** What a subject in which everything has to be known leaves unknown, for a person. */
export function falseUnknowns(
  { isUnknownFalse }: ComparedSubject,
  figures: SubjectFigures,
): string[] {
  const { unknown, missing } = totalOf(figures);
  return isUnknownFalse && unknown + missing > 0
    ? [`${unknown} unknown and ${missing} missing, where all has to be known`]
    : [];
}

function subject(
  name: string,
  directory: string,
  packages: TypeSubject['packages'],
  more: Partial<ComparedSubject> = {},
): ComparedSubject {
  return { name, directory, packages, figuresName: name, isUnknownFalse: false, ...more };
}

const STANDARD_LIBRARY = 'standard library';

/** What `npm test` compares each time: small, and the same on every machine. */
export function sampledTypeSubjects(): ComparedSubject[] {
  const directory = join(goroot(), 'src');
  const packages = execFileSync('go', ['list', 'std'], {
    encoding: 'utf8',
    cwd: directory,
    // As typeinfo lists them: some packages have no files but with cgo.
    env: { ...process.env, GOOS: 'linux', GOARCH: 'amd64', CGO_ENABLED: '0', GOFLAGS: '' },
  })
    .split('\n')
    .filter((path) => path !== '' && path !== 'unsafe' && !path.startsWith('vendor/'));
  const patterns = sample(packages, COUNT_SAMPLED_PACKAGES, seededRandom(SAMPLE_SEED)).sort();
  return [
    subject('fixtures', FIXTURES, { patterns: ['./...'] }, { isUnknownFalse: true }),
    subject(
      'fixtures, 386',
      FIXTURES,
      { patterns: ['./...'] },
      { goarch: '386', isUnknownFalse: true },
    ),
    subject('samples', join(ROOT, 'samples'), { patterns: ['./...'] }),
    subject(
      `${STANDARD_LIBRARY}, sampled`,
      directory,
      { patterns },
      { figuresName: STANDARD_LIBRARY },
    ),
  ];
}

/** Tests of GOROOT, which have to be known altogether. */
export function goTestSubjects(): ComparedSubject[] {
  const root = goroot();
  const directory = join(root, 'src');
  return [
    subject('GOROOT/src/internal/types/testdata', directory, typesTestdata(root), {
      isExpected: isOfPredeclaredTestFunction,
      isUnknownFalse: true,
    }),
    subject('GOROOT/test', directory, compilerTests(root), { isUnknownFalse: true }),
  ];
}

/** What the whole run compares. */
export function allTypeSubjects(): ComparedSubject[] {
  const directory = join(goroot(), 'src');
  return [
    ...sampledTypeSubjects().filter(({ name, figuresName }) => name === figuresName),
    ...goTestSubjects(),
    subject(STANDARD_LIBRARY, directory, { patterns: ['std'] }),
    subject(`${STANDARD_LIBRARY}, 386`, directory, { patterns: ['std'] }, { goarch: '386' }),
    subject('tests of net/http', directory, { patterns: ['net/http'], tests: true }),
    ...pinnedModules().map((pin) =>
      subject(pin.module, copyModule(pin, join(ROOT, '.cache/modules')), {
        patterns: [pin.packages],
      }),
    ),
  ];
}
