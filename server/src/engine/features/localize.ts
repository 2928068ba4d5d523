/**
 * Turns an English message with `{0}` placeholders into the user's language. The engine knows no
 * locale: whoever shows its texts brings this.
 */
export type Localize = (message: string, ...args: readonly (string | number)[]) => string;

/** English, as the messages are written. */
export const english: Localize = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
