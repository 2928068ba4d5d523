/** Text as it is while somebody types or deletes: most of it whole, some of it gone. */

/** Makes one damage; the text is never empty. */
export type Damage = (text: string, random: () => number) => string;

const MOST_DAMAGES = 3;
const LONGEST_PIECE = 40;

/** A text with one to three damages. */
export function damaged(text: string, random: () => number, damage: Damage): string {
  let result = text;
  for (let left = 1 + below(MOST_DAMAGES, random); left > 0 && result !== ''; left--) {
    result = damage(result, random);
  }
  return result;
}

/** Without a piece somewhere, or without all that comes after a place. */
export const removedPiece: Damage = (text, random) => {
  const start = below(text.length, random);
  const isCut = below(6, random) === 0;
  const end = isCut ? text.length : start + 1 + below(LONGEST_PIECE, random);
  return text.slice(0, start) + text.slice(end);
};

/** Without all that comes after a place. */
export const cutOff: Damage = (text, random) => text.slice(0, below(text.length, random));

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}
