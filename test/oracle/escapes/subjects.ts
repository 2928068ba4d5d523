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
