import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/**
 * What it is when our own files cannot be written; `undefined` for any other error. Of a full disk
 * Node says neither the file nor the folder.
 */
export function writeFailure(error: unknown, folder: string): ToolchainFailure | undefined {
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || syscall === undefined) {
    return undefined;
  }
  return NO_ROOM.has(code)
    ? noRoom(folder, [], folder, message)
    : failure(`The temporary folder cannot be written to: ${folder}`, [], folder, message);
}

export function noRoom(
  folder: string,
  command: readonly string[],
  cwd: string,
  output: string,
): ToolchainFailure {
  return failure(`There is no room left on the disk of ${folder}`, command, cwd, output);
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Turns what the go command printed into one sentence of the user's world. */
export function goCommandFailure(
  command: readonly string[],
  cwd: string,
  printed: string,
): ToolchainFailure {
  const output = withoutScript(printed);
  return failure(messageFor(output, cwd), command, cwd, output);
}

/** The cause that a go command's text names, if it is one that we can tell. */
export function causeOf(output: string): string | undefined {
  for (const { pattern, message } of KNOWN_CAUSES) {
    const match = pattern.exec(output);
    const cause = match ? (typeof message === 'string' ? message : message(match)) : undefined;
    if (cause !== undefined) {
      return cause;
    }
  }
  return undefined;
}

function messageFor(output: string, cwd: string): string {
  const cause = causeOf(output);
  if (cause !== undefined) {
    return cause;
  }
  const said = output
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
  if (said !== undefined) {
    return `The go command failed: ${said}`;
  }
  return existsSync(cwd)
    ? 'The go command failed, and printed nothing.'
    : `The folder does not exist any more: ${cwd}`;
}

/**
 * A `go build -n` that fails may have printed a part of its script: what is left without it is why
 * it failed.
 */
function withoutScript(printed: string): string {
  if (!printed.includes('$WORK')) {
    return printed;
  }
  return printed
    .replace(/^cat >\S+ << 'EOF'[^]*?EOF$/gm, '')
    .replace(/^(?:#.*|cd .*|.*\$WORK.*|.*\S[/\\](?:compile|asm|link|cgo|pack)(?:\.exe)? .*)$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

interface KnownCause {
  readonly pattern: RegExp;
  /** A function answers `undefined` where it is another cause after all. */
  readonly message: string | ((match: RegExpExecArray) => string | undefined);
}

const NO_GOROOT = 'GOROOT does not hold a Go installation.';

const KNOWN_CAUSES: readonly KnownCause[] = [
  {
    pattern:
      /((?:\/|[A-Z]:\\)[^\n]*?): (?:no space left on device|disk quota exceeded|There is not enough space on the disk)/,
    message: ([, path = '']) => `There is no room left on the disk of ${path}`,
  },
  {
    pattern:
      /inconsistent vendoring|-mod=vendor.*(?:no such file|does not exist)|cannot find .*vendor\/modules\.txt|vendor\/modules\.txt: no such file/s,
    message:
      'The build wants -mod=vendor, but the vendor folder is missing or does not match go.mod. Run `go mod vendor`, or drop -mod=vendor.',
  },
  {
    pattern:
      /errors parsing (?:.*[/\\])?(go\.(?:mod|work))|(go\.(?:mod|work)):\d+: (?:unknown directive|invalid|usage|malformed)/,
    message: ([, first, second]) => `${first ?? second ?? 'go.mod'} does not parse.`,
  },
  {
    pattern: /(go\.(?:mod|work|sum)): (?:permission denied|is a directory|access is denied)/i,
    message: ([, file]) => `${file ?? 'go.mod'} cannot be read.`,
  },
  {
    pattern:
      /requires go >= .* \(running go|toolchain not available|cannot find "go[\d.]+" in PATH|download go[\d.]+ .*: toolchain/,
    message: 'The module asks for a Go toolchain that is not here and cannot be had.',
  },
  {
    pattern: /cannot find GOROOT|GOROOT.* is not|cannot find package "runtime"|go: no such tool "/,
    message: NO_GOROOT,
  },
  {
    pattern: /package (\S+) is not in std \((.*)\)/,
    message: ([, importPath = '', folder = '']) => {
      const sources = folder.slice(0, -importPath.length);
      return existsSync(join(sources, 'runtime')) ? undefined : NO_GOROOT;
    },
  },
  {
    pattern: /updates to go\.(?:mod|sum) needed|missing go\.sum entry/,
    message: 'go.mod or go.sum is not up to date. Run `go mod tidy`.',
  },
  {
    pattern: /no required module provides package .*: go\.mod file not found/,
    message:
      'There is no go.mod here or above, so only the standard library can be imported. Run `go mod init`.',
  },
  {
    pattern: /no required module provides package|cannot find module providing package/,
    message: 'An imported package is in no required module. Run `go mod tidy` or `go get`.',
  },
  {
    pattern:
      /module lookup disabled|replacement directory .* does not exist|unrecognized import path|go: module \S+: |reading \S+\.(?:mod|zip|info): /,
    message: 'A module that the build needs cannot be had.',
  },
  {
    pattern: /not one of the workspace modules|outside modules listed in go\.work/,
    message: 'go.work does not list this module. Run `go work use .` in its folder.',
  },
  {
    pattern: /(?:^|\n)package (\S+)((?:\n\s+imports .*)+): import cycle not allowed/,
    message: ([, first = '', imports = '']) =>
      `Packages import each other in a cycle: ${[first, ...[...imports.matchAll(/imports ([^\s:]+)/g)].map(([, path]) => path)].join(' → ')}.`,
  },
  {
    pattern: /no (?:non-test )?Go files in /,
    message: 'There are no Go files in this folder.',
  },
  {
    pattern: /build constraints exclude all Go files in/,
    message:
      'No Go file of this folder is part of the build: their build constraints (tags, GOOS, GOARCH) exclude all of them.',
  },
  {
    pattern: /found packages (.*) in /,
    message: ([, packages]) => `There is more than one package in this folder: ${packages ?? ''}.`,
  },
];
