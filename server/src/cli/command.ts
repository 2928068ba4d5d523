import type { KnownLeaks } from '../engine/compile/knownLeaks.ts';
import type { SummaryFiles } from '../engine/build/standardSummary.ts';
import type { RuleDocs } from '../host/ruleDocs.ts';
import type { TextStore } from '../engine/caches/textStore.ts';

/** What a command may touch of the process around it. */
export interface CommandContext {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What is known of the standard library without Go; nothing is where it is undefined. */
  readonly standardLibrary?: () => SummaryFiles;
  /** What is known of the standard library's functions, by the version of Go. */
  readonly knownLeaks?: (goVersion: string) => KnownLeaks | undefined;
  /** The standard input, which commands read that are given `-`. */
  readonly readInput?: () => AsyncIterable<Uint8Array>;
  /** Where the Go program lies that runs scripts of the simulator for real. */
  readonly realScripts?: string;
  /** What the compiler said in earlier runs. */
  readonly compilerLogs?: TextStore | undefined;
  /** The pages of rules. */
  readonly ruleDocs?: RuleDocs;
  writeOut(text: string): void;
  writeError(text: string): void;
}

/** Exit codes of `gomem`: part of its contract with scripts. */
export const EXIT = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Bad use, unreadable input, or a toolchain that is needed and missing. */
  unusable: 2,
} as const;
