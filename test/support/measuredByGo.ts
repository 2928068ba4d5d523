/** Go programs that measure what the runtime does, built with each Go version that is to be compared with. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNTIMES } from '../../server/src/engine/goruntime/runtimes.ts';
import { whyNotRun } from './measuringGoarches.ts';

export interface GoPlatform {
  readonly goVersion: string;
  readonly goroot: string;
  readonly goarch: string;
  readonly wordBytes: 4 | 8;
  /** Why its programs do not run here. */
  readonly skip: string | false;
}

/**
 * Those of this machine, of the go that is installed. `LONG=1` adds the versions that we have
 * numbers of and whose toolchain is in the module cache; nothing is downloaded.
 */
export function measuredPlatforms(): readonly GoPlatform[] {
  const [goVersion = '', goroot = '', cache = '', goos = '', goarch = ''] = execFileSync(
    'go',
    ['env', 'GOVERSION', 'GOROOT', 'GOMODCACHE', 'GOHOSTOS', 'GOHOSTARCH'],
    { encoding: 'utf8' },
  ).split('\n');
  const cached = (process.env.LONG === '1' ? RUNTIMES : [])
    .map((runtime): [string, string] => [
      `go${runtime.goVersion}`,
      join(cache, `golang.org/toolchain@v0.0.1-go${runtime.goVersion}.${goos}-${goarch}`),
    ])
    .filter(([, path]) => existsSync(path));
  const others =
    goarch === 'amd64' && goos !== 'darwin'
      ? ([{ goarch: '386', wordBytes: 4, skip: whyNotRun('386') }] as const)
      : [];
  return [...new Map([[goVersion, goroot], ...cached])].flatMap(([version, path]) =>
    [{ goarch, wordBytes: 8, skip: false } as const, ...others].map((each) => ({
      goVersion: version,
      goroot: path,
      ...each,
    })),
  );
}

/** The fields of each line that a program prints, without the word that it begins with, by that word. */
export type MeasuredLines = ReadonlyMap<string, readonly (readonly string[])[]>;

/** What the program in a folder prints when it is built for a platform. */
export function measured(folder: string, { goroot, goarch }: GoPlatform): MeasuredLines {
  const temporary = mkdtempSync(join(tmpdir(), 'measured-'));
  try {
    const program = join(temporary, 'measure.exe');
    execFileSync(join(goroot, 'bin/go'), ['build', '-o', program, '.'], {
      cwd: folder,
      env: {
        ...process.env,
        GOROOT: goroot,
        GOTOOLCHAIN: 'local',
        GOARCH: goarch,
        CGO_ENABLED: '0',
        GOFLAGS: '',
        GOEXPERIMENT: '',
      },
    });
    const text = execFileSync(program, {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      env: { ...process.env, GODEBUG: '', GOMEMLIMIT: '' },
    });
    const lines = new Map<string, (readonly string[])[]>();
    for (const line of text.trimEnd().split('\n')) {
      const [kind = '', ...fields] = line.split(' ');
      const ofKind = lines.get(kind) ?? [];
      lines.set(kind, ofKind);
      ofKind.push(fields);
    }
    return lines;
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
