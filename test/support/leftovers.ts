import { readdirSync, readFileSync } from 'node:fs';

/** The variable by which the processes of one test are told from all others of the machine. */
export const MARK_VARIABLE = 'GOMEM_TEST_MARK';

const LONGEST_END_MS = 5_000;

/**
 * Commands of the processes that were started with the given mark and still run. A process that was
 * killed takes its time to go, so this waits for it.
 */
export async function processesLeft(mark: string): Promise<string[]> {
  const deadline = performance.now() + LONGEST_END_MS;
  for (;;) {
    const left = markedProcesses(mark);
    if (left.length === 0 || performance.now() > deadline) {
      return left;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Reads `/proc`; where there is none, nothing can be said. */
export function markedProcesses(mark: string): string[] {
  if (process.platform !== 'linux') {
    return [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        return environment.includes(`${MARK_VARIABLE}=${mark}`)
          ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
          : [];
      } catch {
        // It ended while we looked, or belongs to somebody else.
        return [];
      }
    });
}
