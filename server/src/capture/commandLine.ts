/** With what a running program was started, as it says itself: net/http/pprof's cmdline, or expvar's variable. */
import { asked, beginningOf, type AskOptions } from './asking.ts';
import { CaptureCancelled } from './captureError.ts';
import { varsOf, type Endpoint } from './endpoint.ts';

const SILENCE_MS = 10_000;
const MOST_CHARACTERS = 1 << 22;

/** The program and its arguments; undefined where it does not say. Rejects with {@link CaptureCancelled} alone. */
export async function commandLineOf(
  { index }: Endpoint,
  options: AskOptions,
): Promise<readonly string[] | undefined> {
  const { vars, isVars } = varsOf(index);
  return (
    (isVars ? undefined : await answerOf(new URL('cmdline', index), argumentsOf, options)) ??
    (await answerOf(vars, argumentsOfVars, options))
  );
}

async function answerOf(
  url: URL,
  read: (text: string) => readonly string[] | undefined,
  options: AskOptions,
): Promise<readonly string[] | undefined> {
  try {
    return await asked(url, SILENCE_MS, options, async (body) =>
      read(await beginningOf(body, MOST_CHARACTERS)),
    );
  } catch (error) {
    if (error instanceof CaptureCancelled) {
      throw error;
    }
    return undefined;
  }
}

/** As the system has them, too: one behind the other, with a zero between them, or behind each. */
export function argumentsOf(text: string): readonly string[] {
  return text.replace(/\0$/, '').split('\0');
}

function argumentsOfVars(text: string): readonly string[] | undefined {
  const vars: unknown = JSON.parse(text);
  const known =
    typeof vars === 'object' && vars !== null && 'cmdline' in vars ? vars.cmdline : undefined;
  return Array.isArray(known) ? known.map(String) : undefined;
}
