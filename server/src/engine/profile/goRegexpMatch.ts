/** Whether a Go regular expression matches somewhere in a text, in linear time: K. Thompson, 1968. */
import { isWordCharacter, type CharacterSet } from './goRegexpSets.ts';
import { parseGoRegexp } from './goRegexp.ts';
import type { Assertion, RegexpNode } from './goRegexpTree.ts';
import { Fault } from './problem.ts';

export interface GoRegexp {
  readonly pattern: string;
  isIn(text: string): boolean;
}

type Instruction =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** Goes on at both. */
  | { readonly kind: 'split'; to: number; other: number }
  | { readonly kind: 'match' };

/** Go refuses what takes more, too. */
const MAXIMUM_INSTRUCTIONS = 50_000;

/** Throws a Fault for what Go refuses. */
export function goRegexp(pattern: string): GoRegexp {
  const node = parseGoRegexp(pattern);
  if (/^[\w/ :,<>=@#%&~-]*$/.test(pattern)) {
    return { pattern, isIn: (text) => text.includes(pattern) };
  }
  const program: Instruction[] = [];
  emit(node, program);
  add(program, { kind: 'match' });
  return { pattern, isIn: (text) => matches(program, text) };
}

function add(program: Instruction[], instruction: Instruction): void {
  if (program.length === MAXIMUM_INSTRUCTIONS) {
    throw new Fault('expression too large');
  }
  program.push(instruction);
}

function emit(node: RegexpNode, program: Instruction[]): void {
  switch (node.kind) {
    case 'empty':
      return;
    case 'set':
    case 'assertion':
      add(program, node);
      return;
    case 'sequence':
      node.parts.forEach((part) => {
        emit(part, program);
      });
      return;
    case 'choice':
      emitChoice(node.parts, program);
      return;
    case 'repeat':
      for (let count = 0; count < node.least; count++) {
        emit(node.part, program);
      }
      if (node.most === Infinity) {
        emitLoop(node.part, program);
      } else {
        emitOptional(node.part, node.most - node.least, program);
      }
      return;
  }
}

function emitChoice(parts: readonly RegexpNode[], program: Instruction[]): void {
  const jumps: { to: number; other: number }[] = [];
  parts.forEach((part, index) => {
    const split = { kind: 'split' as const, to: program.length + 1, other: 0 };
    const isLast = index === parts.length - 1;
    if (!isLast) {
      add(program, split);
    }
    emit(part, program);
    if (!isLast) {
      const jump = { kind: 'split' as const, to: 0, other: 0 };
      add(program, jump);
      jumps.push(jump);
      split.other = program.length;
    }
  });
  for (const jump of jumps) {
    jump.to = program.length;
    jump.other = program.length;
  }
}

function emitLoop(part: RegexpNode, program: Instruction[]): void {
  const start = program.length;
  const split = { kind: 'split' as const, to: start + 1, other: 0 };
  add(program, split);
  emit(part, program);
  add(program, { kind: 'split', to: start, other: start });
  split.other = program.length;
}

function emitOptional(part: RegexpNode, count: number, program: Instruction[]): void {
  const splits: { other: number }[] = [];
  for (let left = count; left > 0; left--) {
    const split = { kind: 'split' as const, to: program.length + 1, other: 0 };
    add(program, split);
    splits.push(split);
    emit(part, program);
  }
  for (const split of splits) {
    split.other = program.length;
  }
}

const NONE = -1;

function matches(program: readonly Instruction[], text: string): boolean {
  let threads: number[] = [];
  const seen = new Int32Array(program.length).fill(NONE);
  let before = NONE;
  for (let index = 0; ;) {
    const codePoint = text.codePointAt(index) ?? NONE;
    const next: number[] = [];
    // A match may begin anywhere: one more thread for each character.
    for (const start of [...threads, 0]) {
      const pending = [start];
      for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
        if (seen[at] === index) {
          continue;
        }
        seen[at] = index;
        const instruction = program[at] ?? { kind: 'match' };
        switch (instruction.kind) {
          case 'match':
            return true;
          case 'split':
            pending.push(instruction.other, instruction.to);
            break;
          case 'assertion':
            if (holds(instruction.assertion, before, codePoint)) {
              pending.push(at + 1);
            }
            break;
          case 'set':
            if (codePoint !== NONE && instruction.set(codePoint)) {
              next.push(at + 1);
            }
            break;
        }
      }
    }
    if (codePoint === NONE) {
      return false;
    }
    before = codePoint;
    threads = next;
    index += codePoint > 0xffff ? 2 : 1;
  }
}

function holds(assertion: Assertion, before: number, after: number): boolean {
  switch (assertion) {
    case 'text start':
      return before === NONE;
    case 'text end':
      return after === NONE;
    case 'line start':
      return before === NONE || before === 10;
    case 'line end':
      return after === NONE || after === 10;
    case 'word':
      return isWordCharacter(before) !== isWordCharacter(after);
    case 'no word':
      return isWordCharacter(before) === isWordCharacter(after);
  }
}
