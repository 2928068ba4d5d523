/** What a file is that is no profile, as far as its beginning tells: for the message that refuses it. */
import { decodeUtf8 } from './utf8.ts';

/** What is looked at of a text. */
const TEXT_BYTES = 4096;
const LONGEST_QUOTE = 60;

/** By what files begin with, a byte a character; the first that fits. */
const BINARY: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^\x7fELF.{12}(?:\x04\0|\0\x04)/s, 'a core dump (ELF)'],
  [/^\x7fELF/, 'an executable or a library (ELF)'],
  [/^(?:[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe\0\0\0[\x01-\x1f])/, 'an executable (Mach-O)'],
  [/^MZ/, 'an executable (Windows)'],
  [/^\0asm/, 'a WebAssembly module'],
  [/^\xca\xfe\xba\xbe/, 'a class of Java'],
  [/^go 1\.\d+ trace\0/, 'an execution trace of Go, for gomem trace'],
  [/^go1\.\d+ heap dump/, 'a heap dump of Go (debug.WriteHeapDump)'],
  [/^FLR\0/, 'a recording of the Java Flight Recorder'],
  [/^JAVA PROFILE /, 'a heap dump of Java (hprof)'],
  [/^PERFILE2/, 'what perf record writes (perf.data)'],
  [/^Nettrace/, 'a trace of .NET (nettrace)'],
  [/^PK[\x03\x05]/, 'a ZIP archive'],
  [/^7z\xbc\xaf/, 'a 7z archive'],
  [/^.{257}ustar/s, 'a tar archive'],
  [/^BZh\d/, 'packed with bzip2, which is not unpacked here'],
  [/^\xfd7zXZ/, 'packed with xz, which is not unpacked here'],
  [/^\x04"M\x18/, 'packed with lz4, which is not unpacked here'],
  [/^(?:\x1f\x8b|\x28\xb5\x2f\xfd)/, 'packed twice'],
  [/^SQLite format 3\0/, 'a database (SQLite)'],
  [/^\x89PNG|^GIF8|^\xff\xd8\xff/, 'a picture'],
  [/^%PDF-/, 'a PDF'],
  [/^\xff\xfe|^\xfe\xff/, 'text in UTF-16, as PowerShell redirects what programs write'],
  [/^\0+$/, 'nothing but zeroes'],
];

const TEXT: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^version https:\/\/git-lfs\./, 'a pointer of Git LFS: `git lfs pull` gets the file'],
  [/^\s*<(?:!doctype html|html)/i, 'a page (HTML)'],
  [/^\s*<(?:\?xml|svg)/, 'XML'],
  [/^\s*\{.*speedscope\.app\/file-format-schema/s, 'a profile of speedscope (JSON)'],
  [/^\s*\{.*"flamebearer"/s, 'a flame graph of Pyroscope (JSON)'],
  [/^\s*\{.*"traceEvents"/s, 'a trace for Chrome (JSON)'],
  [/^\s*\{\s*"snapshot":\s*\{\s*"meta"/, 'a heap snapshot of JavaScript'],
  [/^\s*\{\s*"(?:nodes|head)":/, 'a CPU profile of JavaScript'],
  [/^\s*[{[]\s*["{[\]}\d]/, 'JSON'],
  [/^(?:.* )?gc \d+ @\d+\.\d+s \d+%:/m, "a log of Go's collector, for gomem gclog"],
  [/^mode: (?:set|count|atomic)\n/, 'a coverage profile of Go'],
  [/^goos: \w+\n/, 'the output of benchmarks'],
  [/^# callgrind format|^(?:version|creator|events|cmd): /, 'a profile of Callgrind'],
  [/^digraph /, 'a graph for Graphviz'],
  [/^(?:File|Build ID|Type|Time): .*\n(?:.*\n)*?Showing nodes/, 'a table that pprof printed'],
  [/^(?:[^;\n]+;)+[^;\n]* \d+\r?\n/, 'folded stacks'],
];

/** Undefined where nothing is known of it. */
export function otherFile(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, TEXT_BYTES);
  const binary = String.fromCharCode(...start);
  const known = BINARY.find(([begins]) => begins.test(binary));
  if (known) {
    return known[1];
  }
  if (start.some((byte) => byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b)) {
    return undefined;
  }
  const text = decodeUtf8(start, 0, start.length).replace(/^\ufeff/, '');
  const what = TEXT.find(([begins]) => begins.test(text))?.[1];
  return what ?? (text.includes('\ufffd') ? undefined : `text that begins with ${quoted(text)}`);
}

function quoted(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/);
  return JSON.stringify(line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line);
}
