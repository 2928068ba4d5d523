/** An execution trace as `go tool trace -d` writes it out. */
import { execFileSync } from 'node:child_process';

/** The events of a trace file, a line each and their stacks below: megabytes for a trace of some tens of kilobytes. */
export function goToolTrace(form: 'wire' | 'parsed', file: string): string {
  return execFileSync('go', ['tool', 'trace', `-d=${form}`, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}
