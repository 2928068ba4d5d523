/** Somebody who writes does not want each letter of it applied. */
const TYPING_MS = 250;

/** Applies what has been written into a field when its user stops for a moment, leaves it or presses Enter. */
export function afterTyping(input: HTMLInputElement, apply: (text: string) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const applyNow = () => {
    // Nothing waits where a field is left that nobody has written into, or not since.
    if (timer !== undefined) {
      clearTimeout(timer);
      timer = undefined;
      apply(input.value);
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(applyNow, TYPING_MS);
  });
  input.addEventListener('change', applyNow);
}
