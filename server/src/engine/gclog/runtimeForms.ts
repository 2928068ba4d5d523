/**
 * How the lines are written that Go's runtime prints for GODEBUG=gctrace, scavtrace, gcpacertrace, schedtrace and
 * inittrace, and when it fails: runtime/mgc.go, mgcscavenge.go, mgcpacer.go, mgcsweep.go, proc.go and panic.go, Go
 * 1.19 to 1.26. They are looked for anywhere in a line: what a program writes to the same file may stand before them.
 */
import type { RuntimeLine } from './runtimeFields.ts';

/** What a line of the runtime has, wherever it begins. A line without it is the program's own. */
const MARK =
  /gc \d+ @|\d ms cpu, |scav \d|pacer: \d|SCHED \d|init \S+ @|panic: |fatal error: |goroutine \d/;
/** How a line of the runtime begins, for patterns of what stands before it. */
export const BEGINNING = `(?:${MARK.source})`;
const MARK_AT_START = new RegExp(`^${BEGINNING}`);
const TRACE_MARK = /gc \d+ @|\d ms cpu, |scav \d|pacer: \d|SCHED \d|init \S+ @/;

export function mayBeRuntimeLine(line: string): boolean {
  return MARK.test(line);
}

/** Whether nothing stands before what the runtime says. */
export function beginsAsRuntimeLine(line: string): boolean {
  return MARK_AT_START.test(line);
}

/** Of those what GODEBUG has asked for: no words that others use, too. */
export function mayBeTraceLine(line: string): boolean {
  return TRACE_MARK.test(line);
}

// Numbers that a float holds exactly.
const I = '(\\d{1,15})';
const T = '(\\d{1,12}(?:\\.\\d{1,9})?)';
/** `print` of a float: with seven digits and an exponent of three, since Go 1.26 as short as can be. */
const F = '([-+]?(?:\\d+(?:\\.\\d+)?(?:e[-+]\\d+)?|Inf)|NaN)';

export const GC = new RegExp(
  // A line of the program may have come between its first word and the rest.
  `(?:gc |^)${I} @${T}s ${I}%(?: \\([^)]*\\))?: ${T}\\+${T}\\+${T} ms clock, ` +
    `${T}\\+${T}/${T}/${T}\\+${T} ms cpu, ${I}->${I}->${I} MB, ${I} MB goal,` +
    `(?: ${I} MB stacks, ${I} MB globals,)? ${I} P( \\(forced\\))?`,
);
export const SCAV = new RegExp(
  `scav (?:${I} KiB work \\(bg\\), ${I} KiB work \\(eager\\), ${I} KiB now|${I} KiB work, ${I} KiB total), ${I}% util`,
);
export const PACER = new RegExp(
  `pacer: ${I}% CPU \\(${I} exp\\.\\) for ${I}\\+${I}\\+${I} B work \\(${I} B exp\\.\\) ` +
    `in ${I} B -> ${I} B \\(∆goal (-?\\d{1,15}), cons/mark ${F}\\)`,
);
/** Its two other lines are not counted, and not looked at any closer. */
export const BEGINS_PACER = /pacer: \d+% CPU/;
export const SCHED = new RegExp(
  `SCHED ${I}ms: gomaxprocs=${I} idleprocs=${I} threads=${I} spinningthreads=${I} ` +
    `(?:needspinning=${I} )?idlethreads=${I} runqueue=${I}(?: \\[ ?([\\d ]*)\\](?: schedticks=\\[ ?([\\d ]*)\\])?)?`,
);
export const INIT = new RegExp(`init (\\S+) @${T} ms, ${T} ms clock, ${I} bytes, ${I} allocs`);
export const FAILURE = /^(panic|fatal error): (.*)/;
/** Since Go 1.23 a crash prints gp, m and mp between the number and the state. */
export const GOROUTINE =
  /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\],]+)(?:, (\d{1,9}) minutes)?[^\]]*\]:/;

/** Whether a text is a line of gctrace, and nothing else. */
export function isWholeCycle(text: string): boolean {
  const match = GC.exec(text);
  return match?.index === 0 && match[0].length === text.length;
}

/** Where the fields of a line are, in the order in which they are written; the first is the line itself. */
export function fieldSpans(
  text: string,
  kind: RuntimeLine['kind'],
): readonly ([number, number] | undefined)[] | undefined {
  const forms: Partial<Record<RuntimeLine['kind'], RegExp>> = {
    cycle: GC,
    scavenge: SCAV,
    pacer: PACER,
    sched: SCHED,
    init: INIT,
  };
  const form = forms[kind];
  return form && new RegExp(form, 'd').exec(text)?.indices;
}
