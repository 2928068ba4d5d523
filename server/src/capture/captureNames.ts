import type { Endpoint } from './endpoint.ts';
import type { ProfileKind } from './profileKinds.ts';

const EXTENSIONS = { profile: '.pb.gz', stacks: '.txt', trace: '.trace' } as const;

/** `heap-localhost-6060-20261127-201500.pb.gz`: what it is of, and when it was captured. */
export function captureName(
  { name, seconds, content }: ProfileKind,
  endpoint: Endpoint,
  parameters: URLSearchParams,
  time: Date,
): string {
  const isDifference = seconds === 'difference' && parameters.has('seconds');
  const what = isDifference ? `${name}-delta` : name;
  const extension = parameters.has('debug') ? EXTENSIONS.stacks : EXTENSIONS[content];
  return [fileName(what), hostName(endpoint), timeName(time)].join('-') + extension;
}

/** The folder of snapshots that are taken one after the other. */
export function seriesName(endpoint: Endpoint, time: Date): string {
  return ['snapshots', hostName(endpoint), timeName(time)].join('-');
}

/** `BenchmarkDecode-allocations-20261127-201500.pb.gz` */
export function testProfileName(test: string, what: string, time: Date): string {
  return [test, what, timeName(time)].join('-') + EXTENSIONS.profile;
}

function hostName({ index }: Endpoint): string {
  return fileName(index.host);
}

/** What no file system takes amiss. */
function fileName(text: string): string {
  return text.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-|-$/g, '');
}

/** Of the clock on the wall, in an order that sorts. */
export function timeName(time: Date): string {
  const digits = (value: number) => String(value).padStart(2, '0');
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(digits).join('');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(digits).join('');
  return `${day}-${clock}`;
}
