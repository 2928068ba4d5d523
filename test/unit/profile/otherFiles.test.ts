/** Files that are no profiles are refused with what they are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isProblem } from '../../../server/src/engine/profile/problem.ts';
import { readProfile } from '../../../server/src/engine/profile/read.ts';

const ELF = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const FILES: readonly (readonly [what: string, content: string | readonly number[]])[] = [
  ['an executable or a library (ELF)', [...ELF, 2, 0, 62, 0]],
  ['a core dump (ELF)', [...ELF, 4, 0, 62, 0]],
  ['an executable (Mach-O)', [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]],
  ['an executable (Mach-O)', [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2]],
  ['a class of Java', [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0x34]],
  ['an executable (Windows)', 'MZ\u0000\u0003'],
  ['an execution trace of Go, for gomem trace', 'go 1.23 trace\0\0\0'],
  ['a ZIP archive', 'PK\u0003\u0004'],
  ['a recording of the Java Flight Recorder', 'FLR\0'],
  ['packed twice', [...gzipSync('')]],
  ['text in UTF-16, as PowerShell redirects what programs write', [0xff, 0xfe, 0x0a, 0x00]],
  ['nothing but zeroes', [0, 0, 0, 0]],
  [
    'a pointer of Git LFS: `git lfs pull` gets the file',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n',
  ],
  ['a page (HTML)', '<!DOCTYPE html>\n<html>'],
  [
    'a profile of speedscope (JSON)',
    '{"exporter":"x","$schema":"https://www.speedscope.app/file-format-schema.json"}',
  ],
  ['JSON', '{"error": "not found"}'],
  [
    "a log of Go's collector, for gomem gclog",
    'starting\ngc 1 @0.012s 2%: 0.01+0.5+0.01 ms clock, 0.1+0.2/0.3/0+0.1 ms cpu, 4->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 8 P\n',
  ],
  ['a coverage profile of Go', 'mode: set\nm/x.go:1.2,3.4 1 1\n'],
  ['the output of benchmarks', 'goos: linux\ngoarch: amd64\n'],
  ['folded stacks', 'main.main;main.f 12\nmain.main 3\n'],
  [
    'a table that pprof printed',
    'File: app\nType: inuse_space\nShowing nodes accounting for 1B, 100% of 1B total\n',
  ],
  ['text that begins with "package main"', '\npackage main\n\nfunc main() {}\n'],
  ['text that begins with "404 page not found"', '404 page not found\n'],
];

describe('files that are no profiles', () => {
  for (const [what, content] of FILES) {
    it(`are refused: ${what}`, () => {
      const bytes =
        typeof content === 'string' ? Buffer.from(content, 'latin1') : Uint8Array.from(content);
      const read = readProfile(bytes);
      assert.deepEqual(isProblem(read) && read, { problem: `this is ${what}, and no profile` });
    });
  }
});
