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

/** What tests of some packages came to, each as `package test`; a package as a whole is `package `. */
export interface TestResults {
  readonly passed: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** Packages with a test that ended neither way: one that panics ends all, and chance says which were done. */
  readonly cutOff: ReadonlySet<string>;
}

export function testResults(directory: string, packages: readonly string[]): TestResults {
  const { stdout } = runGo(directory, 'go', ['test', '-short', '-json', ...packages]);
  const tests = { run: new Set<string>(), pass: new Set<string>(), fail: new Set<string>() };
  const skipped = new Set<string>();
  for (const [line] of stdout.matchAll(/^.*"Action":"(?:run|pass|fail|skip)".*$/gm)) {
    const { Action: action, Package: path, Test: test = '' } = JSON.parse(line) as TestEvent;
    // A name with the path of a temporary folder, or an address, in it is another each time.
    const name = `${path} ${test.replace(/0x[\da-f]+|\d{6,}/g, '#')}`;
    (action === 'skip' ? skipped : tests[action]).add(name);
  }
  const { run, pass, fail } = tests;
  const left = [...run].filter((each) => !pass.has(each) && !fail.has(each) && !skipped.has(each));
  return {
    passed: pass,
    failed: fail,
    cutOff: new Set(left.map((each) => each.slice(0, each.indexOf(' ')))),
  };
}

/** `go doc test2json`. */
interface TestEvent {
  readonly Action: 'run' | 'pass' | 'fail' | 'skip';
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
