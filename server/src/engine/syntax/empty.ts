/** A list that has nothing in it: most are such, and share this one. */
export const EMPTY: readonly never[] = [];
