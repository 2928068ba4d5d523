/** What the compiler says of the inliner, read from its `-m=2` text. */
import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { goCommandArguments, mergeGcflags } from '../../../server/src/engine/build/flags.ts';
import { parseLogLine } from '../../../server/src/engine/compilerlog/message.ts';
import type { InlineFact, Place } from '../../../server/src/engine/compilerlog/rows.ts';
import { buildFlagsOf, type Subject } from '../agreement.ts';

export interface InlinerText {
  /** By `file:line:column` of a function. */
  readonly functions: ReadonlyMap<string, InlineFact>;
  /** `file:line:column` of calls in whose place something was put. */
  readonly calls: ReadonlySet<string>;
}

const MAXIMUM_BYTES = 500_000_000;

export function compilersInlining(subject: Subject): InlinerText {
  const { directory, patterns } = subject;
  const flags = buildFlagsOf(subject);
  const gcflags = mergeGcflags(flags, '', ['-m=2']);
  const { stderr, status } = spawnSync(
    'go',
    ['build', '-o', devNull, ...goCommandArguments(flags), `-gcflags=${gcflags}`, ...patterns],
    { cwd: directory, encoding: 'utf8', maxBuffer: MAXIMUM_BYTES },
  );
  if (status !== 0) {
    throw new Error(`go build failed: ${stderr.slice(-2000)}`);
  }
  const functions = new Map<string, InlineFact>();
  const calls = new Set<string>();
  const key = ({ file, line, column }: Place) => `${resolve(directory, file)}:${line}:${column}`;
  for (const line of stderr.split('\n')) {
    const said = parseLogLine(line);
    if (said.type === 'inlined') {
      calls.add(key(said.place));
    } else if (said.type === 'inline') {
      const at = key(said.place);
      // A literal is said of again where what it stands in is put in the place of a call.
      if (!functions.has(at)) {
        functions.set(at, said);
      }
    }
  }
  return { functions, calls };
}
