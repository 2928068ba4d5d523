import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { go } from './ruleFixtures.ts';

/** By `file:line` below the folder: what lines allocate themselves, as `go tool pprof` says. */
export function linesByPprof(
  folder: string,
  profile: string,
  sampleIndex: 'alloc_space' | 'alloc_objects' = 'alloc_space',
): Map<string, number> {
  const unit = sampleIndex === 'alloc_space' ? ['-unit=B'] : [];
  const output = go(folder, 'go', [
    ...['tool', 'pprof', '-top', '-lines', '-nodecount=0', '-nodefraction=0', '-symbolize=none'],
    ...[`-sample_index=${sampleIndex}`, ...unit, profile],
  ]);
  const lines = new Map<string, number>();
  const root = realpathSync(folder);
  for (const [, value, file = '', line] of output.matchAll(
    /^\s*(\d+)B?\s.* (\/\S+\.go):(\d+)(?: \(.*\))?$/gm,
  )) {
    const name = relative(root, file);
    if (Number(value) > 0 && !name.startsWith('..')) {
      const place = `${name}:${line ?? ''}`;
      lines.set(place, (lines.get(place) ?? 0) + Number(value));
    }
  }
  return lines;
}
