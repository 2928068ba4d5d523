const DIGIT_0 = 48;
const DIGIT_9 = 57;
const POINT = 46;
const OPENING = 40;
/** So many digits are exact in a float, and so are the powers of ten that they are divided by. */
const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads the numbers of a text from a place on, in their order, as many as there is room for: digits, with a point
 * among them or without. What stands in brackets is skipped. No texts are made of them, as a long log has millions.
 */
export function readNumbers(text: string, from: number, numbers: Float64Array): void {
  let count = 0;
  for (let at = from; at < text.length && count < numbers.length; at++) {
    let code = text.charCodeAt(at);
    if (code >= DIGIT_0 && code <= DIGIT_9) {
      const start = at;
      let digits = 0;
      let point = -1;
      while ((code >= DIGIT_0 && code <= DIGIT_9) || (code === POINT && point < 0)) {
        if (code === POINT) {
          point = at;
        } else {
          digits = 10 * digits + code - DIGIT_0;
        }
        code = text.charCodeAt(++at);
      }
      const countDecimals = point < 0 ? 0 : at - point - 1;
      numbers[count++] =
        at - start <= MOST_DIGITS
          ? digits / (POWERS[countDecimals] ?? NaN)
          : Number(text.slice(start, at));
    }
    if (code === OPENING) {
      at = Math.max(at, text.indexOf(')', at));
    }
  }
}
