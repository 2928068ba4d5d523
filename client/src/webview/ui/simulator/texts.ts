/** Numbers as the views show them. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';

export function bytesText(bytes: number): string {
  if (bytes === Infinity) {
    return '∞';
  }
  if (bytes < 10_240) {
    return `${Math.round(bytes)} B`;
  }
  return bytes < 1 << 20
    ? `${(bytes / 1024).toFixed(0)} KiB`
    : bytes < 2 ** 30
      ? `${(bytes / 2 ** 20).toFixed(1)} MiB`
      : `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

export function shareText(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)}%`;
}

export function timeText(ns: number): string {
  return ns < 1000
    ? `${ns.toFixed(0)} ns`
    : ns < 1e6
      ? `${(ns / 1000).toFixed(1)} µs`
      : ns < 1e9
        ? `${(ns / 1e6).toFixed(1)} ms`
        : `${(ns / 1e9).toFixed(2)} s`;
}

/** A span class as one says it: `64 B scan`. */
export function className(sizeBytes: number, noscan: boolean): string {
  return `${sizeBytes === 0 ? 'large' : `${sizeBytes} B`} ${noscan ? 'noscan' : 'scan'}`;
}

export function pagesText(localize: Localize, pages: number): string {
  return pages === 1 ? localize('one page') : localize('{0} pages', pages);
}
