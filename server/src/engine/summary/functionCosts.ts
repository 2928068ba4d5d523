/** Costs of functions with those of all that they call, within bounds. */
import { type Frequency, within } from '../frequency/frequency.ts';
import type { Callee } from '../ir/func.ts';
import type { CodePlace, CostCall, CostSite, OwnCost } from './ownCost.ts';
import { type Arithmetic, type Flow, sequence, total } from '../alloc/flow.ts';
import {
  most,
  NOTHING,
  plus,
  type Totals,
  totalsOfCall,
  totalsOfSite,
  totalsOfUnknown,
  weightOf,
} from './totals.ts';

export interface CostLimits {
  /** How many functions are looked at for one answer. */
  readonly functions: number;
  /** How many calls lead to the farthest one. */
  readonly depth: number;
  /** How many rows a tree has. */
  readonly rows: number;
}

export const COST_LIMITS: CostLimits = { functions: 400, depth: 40, rows: 500 };

/** A row of "where do the bytes come from". */
export type CostRow =
  | CalledRow
  | { readonly kind: 'site'; readonly site: CostSite; readonly frequency: Frequency }
  | {
      /** `dynamic`: only the program knows what is called; `unseen`: nobody has looked. */
      readonly kind: 'dynamic' | 'unseen';
      readonly call: CostCall;
      readonly frequency: Frequency;
    };

/** A function that is called. */
export interface CalledRow {
  readonly kind: 'call';
  readonly name: string;
  /** Where it is called; in the first row, where the function is. */
  readonly place: CodePlace | undefined;
  /** How often within one call of the function at the top. */
  readonly frequency: Frequency;
  readonly totals: Totals;
  readonly rows: readonly CostRow[];
}

/** For one answer: what it has looked at counts towards its limits. */
export class FunctionCosts {
  readonly #ownCostOf: (callee: Callee) => OwnCost | undefined;
  readonly #limits: CostLimits;
  readonly #totals = new Map<OwnCost, Totals>();
  readonly #callees = new Map<CostCall, OwnCost | 'dynamic' | 'unseen'>();
  readonly #seen = new Set<OwnCost>();
  #countRows = 0;

  /** `ownCostOf` gives the same object for the same function; undefined where there is no Go code. */
  constructor(ownCostOf: (callee: Callee) => OwnCost | undefined, limits = COST_LIMITS) {
    this.#ownCostOf = ownCostOf;
    this.#limits = limits;
  }

  /** A call that leads back to a function that is under way counts as nothing: as if it ended there. */
  totalsOf(own: OwnCost): Totals {
    return this.#totalsOf(own, []);
  }

  #totalsOf(own: OwnCost, path: readonly OwnCost[]): Totals {
    const known = this.#totals.get(own);
    if (known) {
      return known;
    }
    const way = [...path, own];
    const arithmetic: Arithmetic<CostSite | CostCall, Totals> = {
      nothing: NOTHING,
      of: (part) => ('callee' in part ? this.#totalsOfCall(part, way) : totalsOfSite(part)),
      plus,
      most,
    };
    const { sites, calls, flow } = counted(own);
    const isWhole = sites.length + calls.length === own.sites.length + own.calls.length;
    const found = total(flow, arithmetic);
    const totals = isWhole ? found : { ...found, hasOtherBranches: true };
    this.#totals.set(own, totals);
    return totals;
  }

  #totalsOfCall(call: CostCall, way: readonly OwnCost[]): Totals {
    const callee = this.#calleeOf(call, way.length);
    if (typeof callee === 'string') {
      const kind = callee === 'dynamic' ? 'dynamicCalls' : 'unseenCalls';
      return totalsOfUnknown(kind, call.frequency);
    }
    return way.includes(callee)
      ? NOTHING
      : totalsOfCall(this.#totalsOf(callee, way), call.frequency);
  }

  /** The same for a call each time, however much has been looked at in between. */
  #calleeOf(call: CostCall, depth: number): OwnCost | 'dynamic' | 'unseen' {
    let found = this.#callees.get(call);
    if (found === undefined) {
      found = this.#find(call, depth);
      this.#callees.set(call, found);
    }
    return found;
  }

  #find({ callee }: CostCall, depth: number): OwnCost | 'dynamic' | 'unseen' {
    if (callee === undefined) {
      return 'dynamic';
    }
    if ('sites' in callee) {
      return callee;
    }
    const isFar = depth >= this.#limits.depth || this.#seen.size >= this.#limits.functions;
    const own = isFar ? undefined : this.#ownCostOf(callee);
    if (own) {
      this.#seen.add(own);
    }
    return own ?? 'unseen';
  }

  /** What costs most first; what costs nothing, and is known not to, is left out. */
  treeOf(own: OwnCost): CalledRow {
    this.totalsOf(own);
    return {
      kind: 'call',
      name: own.name,
      place: own.place,
      frequency: 'call',
      totals: this.#totals.get(own) ?? NOTHING,
      rows: this.#rowsOf(own, 'call', [own]),
    };
  }

  #rowsOf(own: OwnCost, around: Frequency, way: readonly OwnCost[]): readonly CostRow[] {
    const rows: CostRow[] = [];
    const { sites, calls } = counted(own);
    for (const site of sites) {
      rows.push({ kind: 'site', site, frequency: within(around, site.frequency) });
    }
    for (const call of calls) {
      const frequency = within(around, call.frequency);
      const callee = this.#calleeOf(call, way.length);
      if (typeof callee === 'string') {
        rows.push({ kind: callee, call, frequency });
        continue;
      }
      const totals = this.#totals.get(callee) ?? NOTHING;
      if (!way.includes(callee) && !isNothing(totals)) {
        const isOpen = ++this.#countRows < this.#limits.rows;
        rows.push({
          kind: 'call',
          name: nameSeenFrom(way[0], callee),
          place: call.place,
          frequency,
          totals,
          rows: isOpen ? this.#rowsOf(callee, frequency, [...way, callee]) : [],
        });
      }
    }
    return rows.sort((a, b) => rowWeight(b) - rowWeight(a));
  }
}

/**
 * A function of a library does many things, and one caller wants few of them: what is in its branches
 * would drown what happens in any case.
 */
function counted(own: OwnCost): Pick<OwnCost, 'sites' | 'calls' | 'flow'> {
  if (own.isOwn) {
    return own;
  }
  const sites = own.sites.filter(({ isConditional }) => !isConditional);
  const calls = own.calls.filter(({ isConditional }) => !isConditional);
  const flows = [...sites, ...calls].map((part): Flow<CostSite | CostCall> => ({
    kind: 'part',
    part,
  }));
  return { sites, calls, flow: sequence(flows) };
}

/** With its package's name if it is another one. */
function nameSeenFrom(top: OwnCost | undefined, { name, package: owner }: OwnCost): string {
  return owner === undefined || owner === top?.package ? name : `${owner.name}.${name}`;
}

function isNothing({ amounts, dynamicCalls, unseenCalls, buffered }: Totals): boolean {
  return amounts.size === 0 && dynamicCalls + unseenCalls + buffered === 0;
}

function rowWeight(row: CostRow): number {
  switch (row.kind) {
    case 'call':
      return weightOf(row.totals);
    case 'site':
      return row.site.bytes.kind === 'fixed' ? row.site.bytes.takenBytes : 1;
    default:
      return -1;
  }
}
