import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = resolve(HERE, '../toolchain/buildOracle');

/** As in the Go program. */
export interface BuildQuestion {
  readonly literal?: string;
  readonly versions?: readonly [string, string];
  readonly line?: string;
  readonly tags?: readonly string[];
  readonly name?: string;
  readonly text?: string;
  readonly goos?: string;
  readonly goarch?: string;
  readonly cgo?: boolean;
}

export interface BuildAnswer {
  readonly error: boolean;
  readonly matches: boolean;
  readonly packageName: string;
  readonly imports: readonly string[] | null;
  readonly order: number;
  readonly value: string;
}

/** What Go's own packages say; the answers are in the order of the questions. */
export function askGo<Question extends BuildQuestion>(
  questions: readonly Question[],
): { readonly question: Question; readonly answer: BuildAnswer }[] {
  const folder = mkdtempSync(join(tmpdir(), 'build-oracle-'));
  try {
    const program = join(folder, 'oracle');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: SOURCES });
    const text = execFileSync(program, {
      input: JSON.stringify(questions),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const answers = JSON.parse(text) as BuildAnswer[];
    return answers.flatMap((answer, index) => {
      const question = questions[index];
      return question ? [{ question, answer }] : [];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
