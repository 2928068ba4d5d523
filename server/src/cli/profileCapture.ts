import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { captureName, seriesName } from '../capture/captureNames.ts';
import { parseEndpoint, profileUrl, withoutPassword, type Endpoint } from '../capture/endpoint.ts';
import { kindAt, kindsIn, parametersOf, type CapturedContent } from '../capture/profileKinds.ts';
import type { AskOptions } from '../capture/asking.ts';
import { findProfiles, saveProfile, type Found } from '../capture/pprofClient.ts';
import { SNAPSHOT_PROFILES, takeSnapshots } from '../capture/snapshots.ts';
import { EXIT, type CommandContext } from './command.ts';
import { withTwoDashes } from './profileOptions.ts';

/** `gomem profile capture`: a profile of a running program, or one after the other, as files. */
export async function runProfileCapture(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: withTwoDashes(args),
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o', default: '' },
      seconds: { type: 'string' },
      header: { type: 'string', multiple: true, default: [] },
      every: { type: 'string' },
      count: { type: 'string' },
    },
  });
  const [address = '', ...others] = positionals;
  const endpoint = parseEndpoint(address);
  if (!endpoint || address === '' || others.length > 0) {
    throw new Error('capture wants one address, such as localhost:6060/debug/pprof/heap');
  }
  const options: AskOptions = { headers: headersOf(values.header) };
  if (values.every !== undefined) {
    await captureSeries(endpoint, values, options, context);
  } else if (values.count !== undefined) {
    throw new Error('--count goes with --every');
  } else if (endpoint.profile === undefined) {
    const found = await findProfiles(endpoint, options);
    if (found.listed) {
      list(endpoint, found.listed, context);
    } else {
      await captureOne(found.endpoint, values, options, context);
    }
  } else {
    await captureOne(endpoint, values, options, context);
  }
  return EXIT.done;
}

interface CaptureFlags {
  readonly output: string;
  readonly seconds?: string | undefined;
  readonly every?: string | undefined;
  readonly count?: string | undefined;
}

/** Where the address names no profile, it is told which there are. */
function list(
  endpoint: Endpoint,
  listed: NonNullable<Found['listed']>,
  context: CommandContext,
): void {
  const counts = new Map(listed.map(({ path, count }) => [path, count]));
  for (const { path, content } of kindsIn(new Set(counts.keys()))) {
    if (content !== 'stacks') {
      const { href } = withoutPassword(profileUrl(endpoint, path, new URLSearchParams()));
      context.writeOut(`${String(counts.get(path) ?? 0).padStart(8)} ${href}\n`);
    }
  }
}

async function captureOne(
  endpoint: Endpoint,
  { output, seconds }: CaptureFlags,
  options: AskOptions,
  context: CommandContext,
): Promise<void> {
  const kind = kindAt(endpoint.profile ?? '', endpoint.parameters);
  const parameters = parametersOf(kind, endpoint.parameters);
  if (seconds !== undefined) {
    parameters.set('seconds', String(positive('seconds', seconds)));
  }
  const { index } = endpoint;
  const nameOf = (content: CapturedContent) =>
    output === '' ? captureName(kind, content, { index, parameters }, new Date()) : output;
  const request = {
    url: profileUrl(endpoint, kind.path, parameters),
    content: kind.content,
    fileOf: (content: CapturedContent) => resolve(context.cwd, nameOf(content)),
  };
  const { file, countBytes } = await saveProfile(request, options);
  context.writeOut(`${output === '' ? basename(file) : output}: ${countBytes} bytes\n`);
}

/** A folder of snapshots, which `gomem profile leaks` reads. */
async function captureSeries(
  endpoint: Endpoint,
  { output, every, count, seconds }: CaptureFlags,
  options: AskOptions,
  context: CommandContext,
): Promise<void> {
  if (seconds !== undefined) {
    throw new Error('--seconds and --every do not go together');
  }
  const name = output === '' ? seriesName(endpoint, new Date()) : output;
  await takeSnapshots(
    {
      endpoint,
      profiles: endpoint.profile === undefined ? SNAPSHOT_PROFILES : [endpoint.profile],
      folder: resolve(context.cwd, name),
      everyMs: positive('every', every ?? '') * 1000,
      ...(count === undefined ? {} : { count: positive('count', count) }),
      onTaken: (files) => {
        context.writeOut(`${files.join(' ')}\n`);
      },
    },
    options,
  );
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) {
    throw new Error(`--${flag} wants a whole number above 0, not "${text}"`);
  }
  return value;
}

/** `Name: value`, as curl takes them. */
function headersOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const colon = text.indexOf(':');
      if (colon <= 0) {
        throw new Error(`--header wants "Name: value", not "${text}"`);
      }
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
    }),
  );
}
