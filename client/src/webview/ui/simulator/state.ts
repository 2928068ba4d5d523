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

export function restoredState(left: unknown): SimulatorState {
  const fields =
    typeof left === 'object' && left !== null ? new Map(Object.entries(left)) : undefined;
  const script: unknown = fields?.get('script');
  if (fields?.get('format') !== FORMAT || typeof script !== 'object' || script === null) {
    return FIRST_STATE;
  }
  const named = new Map<string, unknown>(Object.entries(script));
  const json = named.get('json');
  if (readScript(json).script === undefined) {
    return FIRST_STATE;
  }
  const number = (field: string, otherwise: number) => {
    const value: unknown = fields.get(field);
    return typeof value === 'number' && value >= 0 ? value : otherwise;
  };
  const lesson: unknown = fields.get('lesson');
  return {
    format: FORMAT,
    script: { name: String(named.get('name')), json },
    allocations: number('allocations', 0),
    speed: number('speed', FIRST_STATE.speed),
    lesson: typeof lesson === 'string' ? lesson : undefined,
    step: number('step', 0),
  };
}
