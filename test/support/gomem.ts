import type { CommandContext } from '../../server/src/cli/command.ts';
import { runGomem } from '../../server/src/cli/gomem.ts';

export interface GomemOutcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

type Surroundings = Omit<CommandContext, 'writeOut' | 'writeError'>;

/** Runs `gomem` in this process; with no environment, unless it is given one. */
export async function gomem(
  args: readonly string[],
  surroundings: Pick<Surroundings, 'cwd'> & Partial<Surroundings>,
): Promise<GomemOutcome> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runGomem(args, {
    environment: {},
    ...surroundings,
    writeOut: (text) => void out.push(text),
    writeError: (text) => void error.push(text),
  });
  return { code, out: out.join(''), error: error.join('') };
}
