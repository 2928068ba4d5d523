/** What somebody typed in the samples. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Recording } from './typing.ts';

const SAMPLES = resolve(import.meta.dirname, '../../samples');

/** The files of the samples module by their names. */
export function sampleFiles(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(SAMPLES)
      .filter((name) => /\.go$|^go\.mod$/.test(name))
      .map((name) => [name, readFileSync(join(SAMPLES, name), 'utf8')]),
  );
}

export const RECORDINGS: readonly Recording[] = [
  {
    file: 'boxing.go',
    story: 'a call is inserted, values are wrapped in fmt.Sprint, a loop is put around',
    strokes: [
      { at: '\tlastEvent = name‸\n\tlastEvent = p\n', keys: '\nreport(io.Discard, n, p)' },
      { at: '\tlastEvent = ‸n\n', keys: 'fmt.Sprint(' },
      { at: '\tlastEvent = fmt.Sprint(n‸\n', keys: ')' },
      { at: 'costlyBoxes(n int, name string, p point) {‸', keys: '\n\tfor range 2 {' },
      { at: 'report(io.Discard, n, p)‸', keys: '\n}' },
      { at: '\tall := make([]any, 0, len(values))‸', keys: '\n/* note */' },
      { at: '\tfmt.Fprintln(w, id, p‸)', keys: ', fmt.Sprint(id)' },
    ],
  },
  {
    file: 'buffers.go',
    story: 'functions are written, one after another and one below a comment',
    strokes: [
      {
        at: '\treturn copy(buf, text)\n}‸',
        keys: '\n\nfunc twice(text string) []byte {\n\tout := []byte(text)\nreturn append(out, text...)\n⌫}',
      },
      {
        at: '// A conversion copies,‸ because',
        keys: '\nfunc one() *int {\n\treturn new(int)\n⌫}\n\n//',
      },
      { at: '\t"strings"\n\t"sync‸"', keys: '⌫c' },
      { at: '// Grows by doubling: each‸', keys: ' and every' },
    ],
  },
  {
    file: 'closures.go',
    story: 'a parameter is added and passed, and a local renamed that is used all over',
    strokes: [
      { at: 'func adder(step int‸)', keys: ', base int' },
      { at: '{ return n + step‸ }', keys: ' + base' },
      { at: 'adder(2‸)', keys: ', 1' },
      { at: '\tcalls‸ := 0\n', keys: '⌫⌫⌫⌫ount' },
      { at: 'calls‸++; return name', keys: '⌫⌫⌫⌫ount' },
      { at: 'calls‸++; return strings', keys: '⌫⌫⌫⌫ount' },
      { at: 'strconv.Itoa(calls‸)', keys: '⌫⌫⌫⌫ount' },
    ],
  },
  {
    file: 'escapes.go',
    story: 'a local and a function are renamed, and a line is deleted',
    strokes: [
      { at: '\tu‸ := user{name: strings.TrimSpace(name)', keys: '⌫who' },
      { at: '\tif u‸.name == ""', keys: '⌫who' },
      { at: '\t\tu‸.name, _, _ =', keys: '⌫who' },
      { at: 'strings.Cut(u‸.email', keys: '⌫who' },
      { at: 'return &u‸, nil', keys: '⌫who' },
      { at: '\td.last = &u‸\n}\n\n// The parameter', keys: '⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫' },
      { at: 'func firstWord‸(', keys: '⌫⌫⌫⌫Token' },
      { at: '*firstWord‸(', keys: '⌫⌫⌫⌫Token' },
    ],
  },
  {
    file: 'goroutines.go',
    story: 'strings, brackets and comments are broken and mended',
    strokes: [
      { at: '[]string{"a‸", "bc"}', keys: '⌫"x⌫⌫a' },
      { at: '{"a", "bc"‸}', keys: '⌫"' },
      { at: '\tparts := make(chan []int)‸', keys: '⌫, 1)' },
      { at: '\t\t\tsum := 0‸\n', keys: '\ns := `\n`\n_ = s' },
      { at: '\t\tj := job{id: i}‸', keys: '⌫}' },
      { at: '\tfor range workers {‸\n\t\ttotal', keys: '⌫{' },
      { at: '\twg.Wait()‸\n', keys: '\n/*\nall are done*/' },
      { at: '\treturn total, failed\n}‸', keys: '⌫}}⌫' },
      { at: 'func sumParallel‸(values []int', keys: ' (⌫⌫' },
      { at: 'package‸ main', keys: '⌫e' },
    ],
  },
];
