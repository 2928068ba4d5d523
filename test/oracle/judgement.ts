/** What is asked of a module before and after its text was changed: of Go's tools, its tests, its comments. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Go's tools say of a module. */
export interface Judgement {
  /** Of `go build` and `go vet`, without places in files: lines move. */
  readonly complaints: readonly string[];
  /** Files that gofmt would change. */
  readonly unformatted: readonly string[];
  /** Comments of all Go files, sorted. */
  readonly comments: readonly string[];
}

export function judge(directory: string): Judgement {
  const run = (command: string, ...args: readonly string[]) => {
    const { stdout, stderr } = runGo(directory, command, args);
    return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  };
  const complaints = [...run('go', 'build', './...'), ...run('go', 'vet', './...')]
    .filter((line) => !/^(?:#|go: downloading)/.test(line))
    .map((line) => line.replace(/:\d+:\d+:/, ':'))
    .sort();
  return {
    complaints,
    unformatted: run('gofmt', '-l', '.').sort(),
    comments: goFilesBelow(directory).flatMap(commentsOf).sort(),
  };
}

/** Which tests of a module fail. */
export function failedTests(directory: string): readonly string[] {
  const { stdout } = runGo(directory, 'go', ['test', './...']);
  return [...new Set(stdout.match(/^\s*--- FAIL: \S+|^FAIL\t\S+/gm) ?? [])].sort();
}

/** Which tests of some packages pass, each as `package test`; a package as a whole is `package `. */
export function passedTests(directory: string, packages: readonly string[]): ReadonlySet<string> {
  const { stdout } = runGo(directory, 'go', ['test', '-short', '-json', ...packages]);
  return new Set(
    [...stdout.matchAll(/^.*"Action":"pass".*$/gm)].map(([line]) => {
      const { Package: path, Test: test = '' } = JSON.parse(line) as TestEvent;
      return `${path} ${test}`;
    }),
  );
}

/** `go doc test2json`. */
interface TestEvent {
  readonly Package: string;
  readonly Test?: string;
}

function runGo(directory: string, command: string, args: readonly string[]) {
  return spawnSync(command, args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 29 });
}

export function goFilesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go'))
    .map((name) => join(directory, name));
}

function commentsOf(file: string): readonly string[] {
  const tokens = readFileSync(file, 'utf8').matchAll(
    /"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'|\/\/[^\n]*|\/\*[^]*?\*\//g,
  );
  return [...tokens].map(([text]) => text).filter((text) => text.startsWith('/'));
}
