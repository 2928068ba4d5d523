import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { foldedLines } from '../engine/profile/folded.ts';
import { compacted } from '../engine/profile/merge.ts';
import { writeProto } from '../engine/profile/protoWriter.ts';
import type { Report } from '../engine/profile/report.ts';
import { speedscopeFile } from '../engine/profile/speedscope.ts';
import { EXIT, type CommandContext } from './command.ts';
import { loadReport, needed } from './profileLoad.ts';
import { profileArguments, type ProfileArguments } from './profileOptions.ts';

const FORMATS = ['pprof', 'folded', 'speedscope'] as const;
type Format = (typeof FORMATS)[number];

/** `gomem profile convert`: what the flags leave of the files, in another format. */
export async function runProfileConvert(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const parsed = profileArguments('convert', args);
  const to = FORMATS.find((format) => format === parsed.to);
  if (to === undefined) {
    throw new Error(`convert wants --to ${FORMATS.join(', --to ')}`);
  }
  return write(parsed, to, context);
}

/** `gomem profile merge`: several files as one, that all tools read. */
export function runProfileMerge(args: readonly string[], context: CommandContext): Promise<number> {
  return write(profileArguments('merge', args), 'pprof', context);
}

async function write(
  parsed: ProfileArguments,
  to: Format,
  context: CommandContext,
): Promise<number> {
  const { positionals, output } = parsed;
  if (positionals.length === 0) {
    throw new Error('it wants a profile');
  }
  if (to === 'pprof' && output === '') {
    throw new Error('pprof’s format is no text: say with --output where it goes');
  }
  const options = optionsFor(to, parsed);
  const report = await loadReport(positionals, { ...parsed, options }, context);
  const name = positionals.map((file) => basename(file)).join(' ');
  if (output === '') {
    for (const text of to === 'folded' ? folded(report) : speedscope(report, name)) {
      context.writeOut(text);
    }
  } else {
    await writeFile(resolve(context.cwd, output), contentOf(report, to, name));
  }
  return EXIT.done;
}

/** Where functions are frames, speedscope is told their files, too. */
function optionsFor(to: Format, { options }: ProfileArguments): ProfileArguments['options'] {
  return to === 'speedscope' && options.granularity === 'functions'
    ? { ...options, granularity: 'filefunctions' }
    : options;
}

function contentOf(report: Report, to: Format, name: string): Uint8Array | Iterable<string> {
  switch (to) {
    case 'pprof':
      return gzipSync(writeProto(needed(compacted(report.profile))));
    case 'folded':
      return folded(report);
    case 'speedscope':
      return speedscope(report, name);
  }
}

function* folded(report: Report): Generator<string> {
  for (const line of foldedLines(report)) {
    yield `${line}\n`;
  }
}

/** In pieces, as one text may not hold all stacks. */
function* speedscope(report: Report, name: string): Generator<string> {
  const { profiles, ...file } = needed(speedscopeFile(report, name));
  yield `${JSON.stringify(file).slice(0, -1)},"profiles":[`;
  for (const [index, { samples, ...profile }] of profiles.entries()) {
    yield `${index === 0 ? '' : ','}${JSON.stringify(profile).slice(0, -1)},"samples":[`;
    for (const [place, stack] of samples.entries()) {
      yield `${place === 0 ? '' : ','}${JSON.stringify(stack)}`;
    }
    yield ']}';
  }
  yield ']}\n';
}
