/**
 * Which parts of a function's code one call comes by: one after the other, or one of several. What is true of
 * every way through the code is found out in one look at it, however many ways there are.
 */

/** How far a statement may lead away from the one behind it. */
export const STAYS = 0;
/** Out of the `switch` or `select` around it. */
export const LEAVES_CLAUSES = 1;
/** Out of this round of the loop around it, or of the loop. */
export const LEAVES_ROUND = 2;
/** Out of the function, or farther than was looked. */
export const LEAVES = 3;

export type Distance = typeof STAYS | typeof LEAVES_CLAUSES | typeof LEAVES_ROUND | typeof LEAVES;

export type Flow<Part> =
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'sequence'; readonly flows: readonly Flow<Part>[] }
  /** Exactly one of them. */
  | { readonly kind: 'either'; readonly flows: readonly Flow<Part>[] }
  /** What follows is not come by. */
  | { readonly kind: 'exit'; readonly distance: Distance }
  /** Exits from it that lead no farther than `distance` lead to what follows. */
  | { readonly kind: 'scope'; readonly distance: Distance; readonly flow: Flow<Part> };

const EMPTY: Flow<never> = { kind: 'sequence', flows: [] };

export function sequence<Part>(flows: readonly Flow<Part>[]): Flow<Part> {
  const some = flows.filter((flow) => flow !== EMPTY);
  const [first, ...others] = some;
  return first === undefined
    ? EMPTY
    : others.length === 0
      ? first
      : { kind: 'sequence', flows: some };
}

export function either<Part>(flows: readonly Flow<Part>[]): Flow<Part> {
  return flows.every((flow) => flow === EMPTY) ? EMPTY : { kind: 'either', flows };
}

export function optional<Part>(flow: Flow<Part>): Flow<Part> {
  return either([flow, EMPTY]);
}

export function scope<Part>(distance: Distance, flow: Flow<Part>): Flow<Part> {
  return flow === EMPTY ? EMPTY : { kind: 'scope', distance, flow };
}

/** With all parts that stand for each one. */
export function withParts<From, To>(
  flow: Flow<From>,
  partsOf: (part: From) => readonly To[],
): Flow<To> {
  switch (flow.kind) {
    case 'part':
      return sequence(partsOf(flow.part).map((part): Flow<To> => ({ kind: 'part', part })));
    case 'sequence':
      return sequence(flow.flows.map((each) => withParts(each, partsOf)));
    case 'either':
      return either(flow.flows.map((each) => withParts(each, partsOf)));
    case 'scope':
      return scope(flow.distance, withParts(flow.flow, partsOf));
    case 'exit':
      return flow;
  }
}

/** How amounts are put together. */
export interface Arithmetic<Part, Amount> {
  readonly nothing: Amount;
  readonly of: (part: Part) => Amount;
  readonly plus: (one: Amount, other: Amount) => Amount;
  /** What is enough for either. */
  readonly most: (one: Amount, other: Amount) => Amount;
}

/** What is enough for every way through the code. */
export function total<Part, Amount>(
  flow: Flow<Part>,
  arithmetic: Arithmetic<Part, Amount>,
): Amount {
  const [most = arithmetic.nothing] = waysOf(scope(LEAVES, flow), arithmetic);
  return most;
}

/** By how far the ways lead; undefined where none leads as far. */
type Ways<Amount> = (Amount | undefined)[];

function waysOf<Part, Amount>(
  flow: Flow<Part>,
  arithmetic: Arithmetic<Part, Amount>,
): Ways<Amount> {
  switch (flow.kind) {
    case 'part':
      return [arithmetic.of(flow.part)];
    case 'exit':
      return [...Array.from({ length: flow.distance }, () => undefined), arithmetic.nothing];
    case 'sequence':
      return inSequence(flow.flows, arithmetic);
    case 'either':
      return flow.flows
        .map((each) => waysOf(each, arithmetic))
        .reduce((one, other) => merged(one, other, arithmetic));
    case 'scope': {
      const ways = waysOf(flow.flow, arithmetic);
      const inside = ways.slice(0, flow.distance + 1).map((amount): Ways<Amount> => [amount]);
      const beyond = ways.map((amount, distance) =>
        distance > flow.distance ? amount : undefined,
      );
      return [...inside, beyond].reduce((one, other) => merged(one, other, arithmetic));
    }
  }
}

function inSequence<Part, Amount>(
  flows: readonly Flow<Part>[],
  arithmetic: Arithmetic<Part, Amount>,
): Ways<Amount> {
  let all: Ways<Amount> = [arithmetic.nothing];
  for (const flow of flows) {
    const [before, ...left] = all;
    if (before === undefined) {
      break;
    }
    const next = waysOf(flow, arithmetic).map((amount) =>
      amount === undefined ? undefined : arithmetic.plus(before, amount),
    );
    all = merged([undefined, ...left], next, arithmetic);
  }
  return all;
}

function merged<Part, Amount>(
  one: Ways<Amount>,
  other: Ways<Amount>,
  { most }: Arithmetic<Part, Amount>,
): Ways<Amount> {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, distance) => {
    const [a, b] = [one[distance], other[distance]];
    return a === undefined ? b : b === undefined ? a : most(a, b);
  });
}
