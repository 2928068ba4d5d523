/** A copy of plain data that shares nothing with the original but what is frozen. */
export function copyState<State>(state: State): State {
  return copied(state) as State;
}

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(copied);
  }
  if (isTypedArray(value)) {
    return value.slice();
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copied(each)]));
}

interface TypedArray {
  readonly byteLength: number;
  slice(): TypedArray;
}

function isTypedArray(value: object): value is TypedArray {
  return ArrayBuffer.isView(value) && 'slice' in value;
}

/** The bytes of all typed arrays in it: what a copy takes of memory, about. */
export function stateBytes(state: unknown): number {
  if (typeof state !== 'object' || state === null || Object.isFrozen(state)) {
    return 0;
  }
  if (isTypedArray(state)) {
    return state.byteLength;
  }
  return Object.values(state).reduce((sum: number, each) => sum + stateBytes(each), 0);
}
