import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A GOARCH whose programs measure for tests. */
export interface MeasuringGoarch {
  readonly goarch: string;
  /** Why its programs do not run here: some kernels run code of 64 bits only. */
  readonly skip: string | false;
}

/** Those of the machines that the tests are made for. */
export const MEASURING_GOARCHES: readonly MeasuringGoarch[] =
  process.platform === 'linux' && process.arch === 'x64'
    ? [
        { goarch: 'amd64', skip: false },
        { goarch: '386', skip: whyNotRun('386') },
      ]
    : [];

/** False of a GOARCH whose programs run here. */
export function whyNotRun(goarch: string): string | false {
  return runsProgramsFor(goarch) ? false : `no program for ${goarch} runs here`;
}

function runsProgramsFor(goarch: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'runnable-'));
  try {
    const source = join(folder, 'main.go');
    const program = join(folder, 'main.exe');
    writeFileSync(source, 'package main\n\nfunc main() {}\n');
    const environment = { ...process.env, GOARCH: goarch, CGO_ENABLED: '0', GOFLAGS: '' };
    execFileSync('go', ['build', '-o', program, source], {
      cwd: folder,
      env: environment,
      stdio: 'inherit',
    });
    return spawnSync(program).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
