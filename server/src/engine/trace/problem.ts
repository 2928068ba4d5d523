/** What is wrong with a trace, in one sentence. It is thrown inside this folder, and never leaves it. */
export class TraceProblem extends Error {}
