/**
 * A profile in columns, after profile.proto of github.com/google/pprof. Nothing in it changes: what
 * filters and merges make is a new profile that shares the columns which stay as they are.
 */
import type { Amount, Column } from './columns.ts';

/** What the values of samples are, and their unit: `inuse_space`, `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** Empty where the file says none. */
  readonly defaultSampleType: string;
  /** What texts in the tables are indexes of; the first is empty. */
  readonly strings: readonly string[];
  readonly samples: Samples;
  readonly locations: Locations;
  readonly functions: Functions;
  /** The first is the main binary. */
  readonly mappings: readonly Mapping[];
  /** Regular expressions, empty for none: frames that are dropped with what they call, but for those to keep. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly timeNanos: Amount;
  readonly durationNanos: Amount;
  readonly periodType: ValueType;
  readonly period: Amount;
  readonly comments: readonly string[];
  readonly docUrl: string;
}

/** Stacks with their values. */
export interface Samples {
  readonly count: number;
  /** Where each sample's stack begins and ends in `stack`. */
  readonly stackFrom: Uint32Array;
  readonly stackTo: Uint32Array;
  /** Locations, the leaf of each stack first. */
  readonly stack: Uint32Array;
  /** One column for each sample type. */
  readonly values: readonly Column[];
  readonly labelFrom: Uint32Array;
  readonly labelTo: Uint32Array;
  readonly labels: Labels;
}

/** What a sample was taken in: texts, or numbers with units. */
export interface Labels {
  readonly key: Uint32Array;
  /** The text; 0 where the label is a number. */
  readonly text: Uint32Array;
  readonly number: Column;
  /** The number's unit; 0 for none. */
  readonly unit: Uint32Array;
}

/** Addresses, with the lines of code that they were made of. */
export interface Locations {
  readonly count: number;
  /** -1 for none. */
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  readonly isFolded: Uint8Array;
  /** Where each location's lines begin and end; several where calls were inlined, the innermost first. */
  readonly lineFrom: Uint32Array;
  readonly lineTo: Uint32Array;
  readonly lineFunction: Uint32Array;
  /** 0 for unknown. */
  readonly line: Float64Array;
  readonly column: Float64Array;
}

export interface Functions {
  readonly count: number;
  readonly name: Uint32Array;
  readonly systemName: Uint32Array;
  readonly file: Uint32Array;
  readonly startLine: Float64Array;
}

export interface Mapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}
