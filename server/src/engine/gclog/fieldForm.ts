import type { Localize } from '../features/localize.ts';

/** What a value says by itself. */
export interface Assessment {
  readonly isHealthy: boolean;
  readonly text: string;
}

/** A field of a line. `assess` gets the fields of the line, as numbers where they are numbers. */
export interface Field<Row> {
  readonly name: string;
  readonly meaning: string;
  readonly assess?: (row: Row) => Assessment | undefined;
}

/** A form of line, whose fields are the groups of its pattern, in their order. */
export interface FieldForm<Row> {
  /** With the flag d. */
  readonly pattern: RegExp;
  readonly rowOf: (match: RegExpExecArray) => Row;
  readonly fields: (localize: Localize) => readonly Field<Row>[];
}

/** The texts of the groups, where nothing else is known of them. */
export function groupsOf(match: RegExpExecArray): readonly (string | undefined)[] {
  return match.slice(1);
}

export const healthy = (text: string): Assessment => ({ isHealthy: true, text });
export const unhealthy = (text: string): Assessment => ({ isHealthy: false, text });
