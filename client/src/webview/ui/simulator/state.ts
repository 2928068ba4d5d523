/** What outlives the page: the script, where it is, and how it is looked at. */
import { readScript } from '../../../../../server/src/engine/heap/scriptParser.ts';
import type { NamedScript } from '../../simulatorProtocol.ts';

export interface SimulatorState {
  readonly format: typeof FORMAT;
  readonly script: NamedScript;
  /** Allocations that were done. */
  readonly allocations: number;
  /** Allocations a second. */
  readonly speed: number;
  /** The lesson that is taken, if one is, and how far. */
  readonly lesson: string | undefined;
  readonly step: number;
}

/** Of these fields: an older version of the extension may have left others. */
const FORMAT = 1;

export const SPEEDS: readonly number[] = [10, 100, 1000, 10_000, 100_000, 1_000_000];

export const FIRST_STATE: SimulatorState = {
  format: FORMAT,
  script: {
    name: '',
    json: {
      procs: 2,
      seed: 7,
      phases: [
        {
          count: 3_000_000,
          ring: 40_000,
          spinNs: 100,
          classes: [
            { size: 8, scan: false, weight: 4 },
            { size: 24, scan: true, weight: 4 },
            { size: 48, scan: true, weight: 3 },
            { size: 112, scan: true, weight: 2 },
            { size: 512, scan: false, weight: 1 },
            { size: 2048, scan: false, weight: 1 },
          ],
        },
      ],
    },
  },
  allocations: 0,
  speed: 10_000,
  lesson: undefined,
  step: 0,
};

/** What of it is kept: a trace has millions of events, and is in its file. */
export function keptState(state: SimulatorState): SimulatorState {
  const { name, trace } = state.script;
  return trace === undefined ? state : { ...state, script: { name, trace, json: undefined } };
}

/** The trace that was replayed. */
export function keptTrace(left: unknown): string | undefined {
  const trace = fieldsOf(fieldsOf(left).get('script')).get('trace');
  return typeof trace === 'string' ? trace : undefined;
}

export function restoredState(left: unknown): SimulatorState {
  const fields = fieldsOf(left);
  const script = fieldsOf(fields.get('script'));
  const json = script.get('json');
  if (fields.get('format') !== FORMAT) {
    return FIRST_STATE;
  }
  if (readScript(json).script === undefined) {
    return FIRST_STATE;
  }
  const number = (field: string, otherwise: number) => {
    const value = fields.get(field);
    return typeof value === 'number' && value >= 0 ? value : otherwise;
  };
  const lesson = fields.get('lesson');
  return {
    format: FORMAT,
    script: { name: String(script.get('name')), json },
    allocations: number('allocations', 0),
    speed: number('speed', FIRST_STATE.speed),
    lesson: typeof lesson === 'string' ? lesson : undefined,
    step: number('step', 0),
  };
}

function fieldsOf(json: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
}
