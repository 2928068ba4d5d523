import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyModule, pinnedModules } from '../support/modules.ts';
import { sample, seededRandom } from '../support/random.ts';
import { goroot, type Subject } from './agreement.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const SAMPLE_SEED = 20_261_124;
const COUNT_SAMPLED_PACKAGES = 24;

function standardLibrary(): string {
  return join(goroot(), 'src');
}

/** What `npm test` compares each time: small, and the same on every machine. */
export function sampledSubjects(): Subject[] {
  const directory = standardLibrary();
  const packages = execFileSync('go', ['list', 'std'], { encoding: 'utf8', cwd: directory })
    .split('\n')
    .filter((path) => path !== '' && !path.startsWith('vendor/'));
  const patterns = sample(packages, COUNT_SAMPLED_PACKAGES, seededRandom(SAMPLE_SEED)).sort();
  return [
    { name: 'samples', directory: join(ROOT, 'samples'), patterns: ['./...'] },
    {
      name: 'samples, with tests',
      directory: join(ROOT, 'samples'),
      patterns: ['./...'],
      tests: true,
    },
    { name: 'standard library, sampled', directory, patterns },
    { name: 'tags', directory, patterns: ['net/http'], tags: 'nethttpomithttp2' },
    { name: 'race', directory, patterns: ['encoding/json', 'sync'], race: true },
    { name: 'cgo', directory, patterns: ['os/user'] },
    { name: 'profile', directory, patterns: ['cmd/compile'] },
  ];
}

/** What `npm run oracle` compares. */
export function allSubjects(): Subject[] {
  const directory = standardLibrary();
  const cache = join(ROOT, '.cache/modules');
  const gin = pinnedModules().filter(({ module }) => module.endsWith('/gin'));
  return [
    ...sampledSubjects(),
    { name: 'standard library', directory, patterns: ['std'] },
    { name: 'standard library, race', directory, patterns: ['std'], race: true },
    { name: 'compiler, with its profile', directory, patterns: ['cmd/compile/...'] },
    { name: 'tests of net/http', directory, patterns: ['net/http'], tests: true },
    ...pinnedModules().map((pin) => ({
      name: pin.module,
      directory: copyModule(pin, cache),
      patterns: [pin.packages],
    })),
    ...gin.flatMap((pin) => [
      {
        name: `${pin.module}, tags`,
        directory: copyModule(pin, cache),
        patterns: ['./...'],
        tags: 'nomsgpack',
      },
      {
        name: `${pin.module}, race`,
        directory: copyModule(pin, cache),
        patterns: ['./...'],
        race: true,
      },
      {
        name: `${pin.module}, with tests`,
        directory: copyModule(pin, cache),
        patterns: ['./...'],
        tests: true,
      },
    ]),
  ];
}
