import type { Troubles } from '../engine/compilerlog/troubles.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import type { CommandContext } from './command.ts';
import { placeText } from './places.ts';

/** Says what stands against verdicts; false where a package that was asked for has none. */
export function tellTroubles(
  name: string,
  { errors, refusals, failures }: Troubles,
  context: CommandContext,
): boolean {
  for (const { place, message } of errors) {
    context.writeError(`${placeText(place, context.cwd)}: ${message}\n`);
  }
  for (const { command, cwd } of refusals) {
    context.writeError(`  command: ${command}\n  in: ${cwd}\n`);
  }
  for (const { message, command, cwd, output } of failures) {
    const said = output === '' ? '' : `${output.replace(/^/gm, '  ')}\n`;
    context.writeError(`gomem ${name}: ${message}\n  command: ${command}\n  in: ${cwd}\n${said}`);
  }
  return errors.length + failures.length === 0;
}

/** The same, and paths that name nothing; whether there was nothing to tell. */
export function tellMissing(
  command: string,
  { missing, troubles }: Pick<CheckedFiles, 'missing' | 'troubles'>,
  context: CommandContext,
): boolean {
  for (const path of missing) {
    context.writeError(`gomem ${command}: no such file or directory: ${path}\n`);
  }
  const isWhole = tellTroubles(command, troubles, context);
  return isWhole && missing.length === 0;
}
