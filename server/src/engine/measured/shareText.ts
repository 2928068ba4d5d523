/** Fewer samples than these say nothing about a share. */
export const LEAST_SAMPLES = 10;

/**
 * `35.2 %` of what was counted; `~35 %` of samples, in as many digits as their number bears out, and
 * nothing where there are too few.
 */
export function shareText(value: number, total: number, count: number | undefined): string {
  if (total === 0) {
    return '';
  }
  const share = value / total;
  const percent = share * 100;
  if (count === undefined) {
    return percentText('', percent, percent !== 0 && Math.abs(percent) < 0.1 ? 2 : 1);
  }
  if (count < LEAST_SAMPLES) {
    return '';
  }
  // The standard error of a share, of which `count` samples were seen; growth has no whole to be a part of.
  const rest = Math.abs(share) > 1 ? 1 : 1 - Math.abs(share);
  const error = Math.abs(percent) * Math.sqrt(rest / count);
  return error === 0 ? percentText('', percent, 0) : percentText('~', percent, digitsFor(error));
}

/** What would be written as 0 and is something is below what could be written: `<0.01 %`. */
function percentText(about: string, percent: number, digits: number): string {
  const text = percent.toFixed(digits);
  if (percent === 0 || Number(text) !== 0) {
    return `${about}${text} %`;
  }
  const least = (10 ** -digits).toFixed(digits);
  return percent > 0 ? `<${least} %` : `>-${least} %`;
}

function digitsFor(error: number): number {
  return error >= 0.5 ? 0 : error >= 0.05 ? 1 : 2;
}
