/** A line without what containers and loggers put around it. */
export interface UnwrappedLine {
  /** Whose line it is, as the wrappers say: a service, a pod, a process; empty where nobody says. */
  readonly source: string;
  readonly text: string;
  /** The line goes on in the next one of the same source: CRI's P, docker's pieces of 16 KiB. */
  readonly isPartial: boolean;
}

const ANSI = new RegExp(
  '\\u001b\\[[0-9;:?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)',
  'g',
);

export function withoutColours(line: string): string {
  return line.includes('\u001b') ? line.replace(ANSI, '') : line;
}
