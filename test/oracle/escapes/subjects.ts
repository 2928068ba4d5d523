/** What our verdicts are compared on. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { copyModule, pinnedModules } from '../../support/modules.ts';
import { sample, seededRandom } from '../../support/random.ts';
import { goroot, type Subject } from '../agreement.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SAMPLE_SEED = 20_261_127;
const COUNT_SAMPLED_PACKAGES = 16;

/** What `npm test` compares each time: small, and the same on every machine. */
export function sampledEscapeSubjects(): Subject[] {
  const directory = join(goroot(), 'src');
  const packages = execFileSync('go', ['list', 'std'], { encoding: 'utf8', cwd: directory })
    .split('\n')
    .filter((path) => path !== '' && path !== 'unsafe' && !path.startsWith('vendor/'));
  const patterns = sample(packages, COUNT_SAMPLED_PACKAGES, seededRandom(SAMPLE_SEED)).sort();
  return [
    { name: 'samples', directory: join(ROOT, 'samples'), patterns: ['./...'] },
    { name: 'standard library, sampled', directory, patterns },
  ];
}

/** What the whole run compares. */
export function allEscapeSubjects(): Subject[] {
  return [
    ...sampledEscapeSubjects(),
    { name: 'standard library', directory: join(goroot(), 'src'), patterns: ['std'] },
    // The second list is of modules that nobody had looked at when this was built.
    ...[...pinnedModules(), ...pinnedModules('escapes/modules.json')].map((pin) => ({
      name: pin.module,
      directory: copyModule(pin, join(ROOT, '.cache/modules')),
      patterns: [pin.packages],
    })),
  ];
}

/** Flags that change what is inlined. */
const BUILDS = [
  { name: 'race', race: true },
  { name: '-l', gcflags: '-l' },
  { name: '-N -l', gcflags: '-N -l' },
];
const BUILT_PACKAGES = [
  'bytes',
  'encoding/json',
  'net/http',
  'os',
  'reflect',
  'sort',
  'strings',
  'sync',
];

/** The same of builds with such flags. */
export function sampledBuilds(): Subject[] {
  return [...buildsOf('samples', join(ROOT, 'samples'), ['./...']), profiled('syntax')];
}

export function allBuilds(): Subject[] {
  return [
    ...sampledBuilds(),
    ...buildsOf('standard library', join(goroot(), 'src'), BUILT_PACKAGES),
    profiled('syntax', 'escape', 'ir', 'types2'),
  ];
}

/** Packages of the compiler, with the profile that the go command builds it with. */
function profiled(...packages: readonly string[]): Subject {
  const directory = join(goroot(), 'src');
  return {
    name: `compiler, profile: ${packages.join(', ')}`,
    directory,
    patterns: packages.map((each) => `cmd/compile/internal/${each}`),
    pgo: join(directory, 'cmd/compile/default.pgo'),
  };
}

function buildsOf(of: string, directory: string, patterns: readonly string[]): Subject[] {
  return BUILDS.map(({ name, ...build }) => ({
    ...build,
    name: `${of}, ${name}`,
    directory,
    patterns,
  }));
}

/** Without inlining the compiler says nothing of it. */
export function isInlining({ gcflags = '' }: Subject): boolean {
  return !gcflags.includes('-l');
}
