import { dirname, relative } from 'node:path';
import type { CompileError } from '../engine/compilerlog/rows.ts';
import type { Localize } from '../engine/features/localize.ts';
import type { PackageStatus } from '../protocol.ts';
import type { PackageState } from '../workspace/compilerTier.ts';
import { uriOfFile } from './uris.ts';

/** A package's state as the client shows it. */
export function packageStatus(
  directory: string,
  state: PackageState,
  isTrusted: boolean,
  localize: Localize,
): PackageStatus {
  const uri = uriOfFile(directory);
  switch (state.type) {
    case 'off':
      return isTrusted
        ? { directory: uri, state: 'off', message: '' }
        : {
            directory: uri,
            state: 'untrusted',
            message: localize('The compiler is not run in an untrusted workspace.'),
          };
    case 'running':
    case 'ready':
      return { directory: uri, state: state.type, message: '' };
    case 'errors': {
      const [first] = state.errors;
      const more = state.errors.length - 1;
      const text = first ? errorText(first, directory) : '';
      return {
        directory: uri,
        state: 'errors',
        message: more > 0 ? localize('{0} (and {1} more)', text, more) : text,
        command: state.refusal?.command,
      };
    }
    case 'failed':
      return {
        directory: uri,
        state: 'failed',
        message: state.failure.message,
        command: state.failure.command,
      };
  }
}

/** An error elsewhere, in a package that this one imports, is said with its place. */
function errorText({ place, message }: CompileError, directory: string): string {
  return dirname(place.file) === directory
    ? message
    : `${relative(directory, place.file)}:${place.line}: ${message}`;
}
