/**
 * The threads of a C++ program, as its `/threadz` page prints them, read as google/pprof does (parseThread of
 * profile/legacy_profile.go): their names and who made them are left out.
 */
import { addressLocations, beginsMap, MemoryMap } from './memoryMap.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { counting, EMPTY_HEADER, ProfileBuilder } from './profileBuilder.ts';
import { hexAddresses, withCalls, withoutDoubledLeaf } from './rawStacks.ts';

const HEADER = /--- threadz \d+ ---/;
const THREAD = /--- Thread [0-9a-fA-F]+ \(name: .*\/\d+\) stack: ---/;
const WITHOUT_STACKS = '---- no stack trace for';

interface Threads {
  count: number;
  /** The leaf first. */
  readonly stack: readonly bigint[];
}

/** By the first line that says something. */
export function isThreads(line: string): boolean {
  return HEADER.test(line) || THREAD.test(line);
}

/** Throws a Fault that names the line. */
export function readThreads(text: string): Profile {
  const lines = text.split('\n');
  const threads: Threads[] = [];
  let at = lines.findIndex((line) => THREAD.test(line) || beginsMap(line));
  while (at >= 0 && at < lines.length && !beginsMap(lines[at] ?? '')) {
    const line = lines[at] ?? '';
    if (line.startsWith(WITHOUT_STACKS)) {
      break;
    }
    if (!THREAD.test(line)) {
      throw new Fault(`line ${at + 1} is no header of a thread`);
    }
    const from = at + 1;
    at = from;
    while (at < lines.length && !(lines[at] ?? '').trim().startsWith('---')) {
      at++;
    }
    addThread(threads, lines.slice(from, at));
  }
  const map = new MemoryMap(lines.slice(lines.findIndex(beginsMap) + 1));
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: [counting('thread')],
    periodType: counting('thread'),
    period: 1,
  });
  const locationOf = addressLocations(builder, map);
  for (const { count, stack } of threads) {
    builder.addSample(stack.map(locationOf), [count], []);
  }
  for (const mapping of map.mappings()) {
    builder.addMapping(mapping);
  }
  return builder.build();
}

/** A thread without addresses of its own is where the one before it is. */
function addThread(threads: Threads[], lines: readonly string[]): void {
  const isSame = lines.some((line) => line.includes('same as previous thread'));
  const addresses = isSame ? [] : lines.flatMap(hexAddresses);
  const last = threads.at(-1);
  if (addresses.length > 0) {
    threads.push({ count: 1, stack: withoutDoubledLeaf(withCalls(addresses)) });
  } else if (last) {
    last.count++;
  }
}
