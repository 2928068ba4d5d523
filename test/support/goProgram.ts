import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As long as there is no GoScene, which has one of its own. */
const TEMPORARY = tmpdir();

const built = new Map<string, string>();

/**
 * The Go program in a folder, built once for this process alone: other test files run beside it, and may want the same.
 * It is gone when this process ends.
 */
export function goProgram(source: string): string {
  const known = built.get(source);
  if (known !== undefined) {
    return known;
  }
  const folder = mkdtempSync(join(TEMPORARY, 'go-program-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const program = join(folder, 'program.exe');
  execFileSync('go', ['build', '-o', program, '.'], { cwd: source, stdio: 'inherit' });
  built.set(source, program);
  return program;
}
