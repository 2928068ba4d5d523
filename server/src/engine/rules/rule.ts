/** What a rule is, and what it finds: plain data, with places relative to the declaration. */
import type { Allocation } from '../alloc/allocations.ts';
import type { Frequency } from '../frequency/frequency.ts';
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import type { Span } from '../syntax/ast.ts';
import type { Subject } from './subject.ts';

/** `warning` is for what is wrong whatever it costs. */
export type Severity = 'warning' | 'information' | 'hint';

/**
 * What stands behind a finding:
 * - `verdict`: objects that escape analysis, or our account of the runtime, finds at this place;
 * - `callee`: what a function of the standard library allocates each time, as measured in
 *   `test/fixtures/rules`;
 * - `copy`: nothing is allocated; what is copied takes time;
 * - `sharing`: nothing is allocated; processors wait for each other's cache lines;
 * - `retention`: nothing need be allocated here; memory is held for longer than it is of use;
 * - `misuse`: the code does not do what it is there for, whatever it allocates.
 */
export interface Evidence {
  readonly kind: 'verdict' | 'callee' | 'copy' | 'sharing' | 'retention' | 'misuse';
  readonly frequency: Frequency;
  /** In words: `n escapes to heap: 8 B`. */
  readonly text: string;
  /** At the places where they are reported; their reasons explain the finding. */
  readonly allocations: readonly Allocation[];
}

/** So much, of lists of a usual length (`ROUNDS`). */
export interface AboutSaved {
  readonly objects: number;
  readonly bytes: number;
  /** A place that is come by each time, where it is not that of the finding: before the loop whose rounds save that together. */
  readonly at?: number;
}

/** What a fix is worth. Where only the program knows how many there are, it is said in words. */
export interface Gain {
  readonly objectsBefore: number | string;
  readonly objectsAfter: number | string;
  /** Undefined where it depends on lengths. */
  readonly bytes?: number | undefined;
  /** How often, where that is not as often as what was found: what all rounds of a loop make, its function makes. */
  readonly frequency?: Frequency;
  /** What it saves about each time, where the above does not tell. */
  readonly about?: AboutSaved;
}

export interface Fix {
  readonly title: string;
  /** Offsets from the declaration's start, below 0 for what stands above it; in rising order. */
  readonly changes: readonly TextChange[];
  /** Import paths that the new text needs. */
  readonly imports: readonly string[];
  /**
   * Names in the function that are new, or stand for something else afterwards: another fix that has one of them was
   * not made for that, and waits.
   */
  readonly names?: readonly string[];
  /** What is new in the package: two functions of one name would have it twice. */
  readonly packageNames?: readonly string[];
}

export interface Finding extends Span {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: Evidence;
  readonly gain?: Gain | undefined;
  readonly fix?: Fix | undefined;
  /**
   * Where the same is to be decided in the function, in the order of the text: each as it would be found alone. The fix
   * is one for all of them.
   */
  readonly others?: readonly Finding[];
  /** What other rules find in the same code and this one says as well, each as it would be found alone: Rule.partOf. */
  readonly parts?: readonly Finding[];
}

/** A finding as its rule makes it. */
export type Found = Omit<Finding, 'rule' | 'severity' | 'others' | 'parts'>;

export interface Rule {
  /** In lower case, with hyphens: the name of its page, docs/rules/<name>.md. */
  readonly name: string;
  /** One line, in English: for lists and SARIF. */
  readonly summary: string;
  /** From which version of the language on its advice holds; 1.<minor>. */
  readonly sinceMinor?: number;
  /** Until which version, that one included. */
  readonly untilMinor?: number;
  /** Whether its fix changes nothing but what is allocated, so that all can be applied at once. */
  readonly isSafe: boolean;
  /** What its gain was not measured for, or what is a matter of taste, is off by default. */
  readonly isOnByDefault: boolean;
  /**
   * Findings of one function for which it says the same, and which are as frequent, are one decision: who reads one of
   * them has read them all. Where a rule has none, each finding is about something of its own.
   */
  readonly causeOf?: (found: Found) => string;
  /** Rules whose findings within one of its own say the better thing of the same code: it leaves that to them. */
  readonly yieldsTo?: readonly string[];
  /** Rules whose findings within one of its own say more of the same code: it is said with them, and so are the fixes. */
  readonly partOf?: readonly string[];
  /** In the order in which it looks; undefined for a place where there turns out to be nothing. */
  find(subject: Subject): Iterable<Found | undefined>;
}
