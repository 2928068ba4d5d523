/** Of packages that all goroutines that wait end in, and that say nothing of what they wait for. */
const MACHINERY = /^(?:runtime|internal|sync|time)[./]/;

/** The innermost frame that says where goroutines stand; of their frames' names, the leaf first. */
export function waitingFrame(frames: readonly string[]): string {
  return frames.find((name) => !MACHINERY.test(name)) ?? frames[0] ?? '';
}
