/** Numbers of a log as a person reads them, to the digits that the log bears out. */

/** Of the times since the process began. */
export const RESOLUTION_SECONDS = 0.001;

export function megabytes(mb: number): string {
  return `${rounded(mb)} MB`;
}

/** A size of a line, which is cut to whole MB. */
export function wholeMegabytes(mb: number): string {
  return mb === 0 ? 'less than 1 MB' : megabytes(mb);
}

export function milliseconds(ms: number): string {
  return ms >= 1000
    ? `${rounded(ms / 1000)} s`
    : ms > 0 && ms < 1
      ? `${rounded(ms * 1000)} µs`
      : `${rounded(ms)} ms`;
}

/** Of times since the process began, which are written to the millisecond. */
export function seconds(value: number): string {
  return value < RESOLUTION_SECONDS ? 'less than 1 ms' : milliseconds(value * 1000);
}

export function percent(value: number): string {
  return `${rounded(value)} %`;
}

export function count(value: number, what: string): string {
  return `${value.toLocaleString('en')} ${what}${value === 1 ? '' : 's'}`;
}

/** Two digits, more only before the point; a dash where nothing is known. */
function rounded(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  return Math.abs(value) >= 10 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(2)));
}
