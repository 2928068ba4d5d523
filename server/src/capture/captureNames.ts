import type { Endpoint } from './endpoint.ts';
import type { TestProfile } from './goTest.ts';
import type { CapturedContent, ProfileKind } from './profileKinds.ts';

const EXTENSIONS: Readonly<Record<CapturedContent, string>> = {
  profile: '.pb.gz',
  stacks: '.txt',
  trace: '.trace',
};

/** `heap-localhost-6060-20261127-201500.pb.gz`: what it is of, and when it was captured. */
export function captureName(
  { name, seconds }: ProfileKind,
  content: CapturedContent,
  { index, parameters }: Pick<Endpoint, 'index' | 'parameters'>,
  time: Date,
): string {
  const isDifference = seconds === 'difference' && parameters.has('seconds');
  const what = isDifference ? `${name}-delta` : name;
  const extension = parameters.has('debug') ? EXTENSIONS.stacks : EXTENSIONS[content];
  return [fileName(what), hostName(index), timeName(time)].join('-') + extension;
}

/** The folder of snapshots that are taken one after the other. */
export function seriesName(endpoint: Endpoint, time: Date): string {
  return ['snapshots', hostName(endpoint.index), timeName(time)].join('-');
}

/** `BenchmarkDecode-allocations-20261127-201500.pb.gz` */
export function testProfileName(test: string, what: TestProfile, time: Date): string {
  const extension = EXTENSIONS[what === 'trace' ? 'trace' : 'profile'];
  return [test, what, timeName(time)].join('-') + extension;
}

function hostName({ host }: URL): string {
  return fileName(host);
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
