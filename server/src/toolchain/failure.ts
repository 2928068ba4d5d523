import type { ToolchainFailure } from '../engine/compilerlog/compilation.ts';

const MAXIMUM_OUTPUT_LINES = 20;

export function failure(
  message: string,
  command: readonly string[],
  cwd: string,
  output = '',
): ToolchainFailure {
  const lines = output.trim().split('\n');
  const shown = lines.slice(0, MAXIMUM_OUTPUT_LINES);
  if (lines.length > shown.length) {
    shown.push(`… ${lines.length - shown.length} more lines`);
  }
  return {
    type: 'failure',
    message,
    command: command.map(quoteForShell).join(' '),
    cwd,
    output: shown.join('\n'),
  };
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Turns what the go command printed into one sentence of the user's world. */
export function goCommandFailure(
  command: readonly string[],
  cwd: string,
  output: string,
): ToolchainFailure {
  const known = KNOWN_CAUSES.find(({ pattern }) => pattern.test(output));
  const firstLine =
    output
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('#')) ?? 'it printed nothing';
  return failure(known?.message ?? `The go command failed: ${firstLine}`, command, cwd, output);
}

const KNOWN_CAUSES: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  {
    pattern:
      /inconsistent vendoring|-mod=vendor.*(?:no such file|does not exist)|cannot find .*vendor\/modules\.txt|vendor\/modules\.txt: no such file/s,
    message:
      'The build wants -mod=vendor, but the vendor folder is missing or does not match go.mod. Run `go mod vendor`, or drop -mod=vendor.',
  },
  {
    pattern:
      /errors parsing .*go\.(?:mod|work)|go\.(?:mod|work):\d+: (?:unknown directive|invalid|usage|malformed)/,
    message: 'go.mod or go.work does not parse.',
  },
  {
    pattern:
      /requires go >= .* \(running go|toolchain not available|cannot find "go[\d.]+" in PATH|download go[\d.]+ .*: toolchain/,
    message: 'The module asks for a Go toolchain that is not here and cannot be had.',
  },
  {
    pattern:
      /cannot find GOROOT|GOROOT.* is not|package \S+ is not in std|cannot find package "runtime"|go: no such tool "compile"/,
    message: 'GOROOT does not hold a Go installation.',
  },
  {
    pattern: /updates to go\.(?:mod|sum) needed|missing go\.sum entry/,
    message: 'go.mod or go.sum is not up to date. Run `go mod tidy`.',
  },
  {
    pattern: /no required module provides package|cannot find module providing package/,
    message: 'An imported package is in no required module. Run `go mod tidy` or `go get`.',
  },
];
