/** What `gomem simulate` simulates: a script that is written, or one of what was measured. */
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readLog } from '../capture/readLog.ts';
import { parseScript } from '../engine/heap/scriptParser.ts';
import type { Draft, DraftOptions } from '../engine/scripts/draft.ts';
import { scriptOfLog } from '../engine/scripts/logScript.ts';
import { scriptOfProfile } from '../engine/scripts/profileScript.ts';
import { needed, readProfiles } from './profileLoad.ts';

export interface SimulateSources {
  readonly script: string | undefined;
  readonly profile: string | undefined;
  readonly gclog: string | undefined;
}

export interface WrittenScript {
  readonly json: Readonly<Record<string, unknown>>;
  /** Of a script that is made: what was taken for granted. */
  readonly assumptions: readonly string[];
}

/** Throws what is wrong with the files. */
export async function readSources(
  { script, profile, gclog }: SimulateSources,
  options: DraftOptions,
  cwd: string,
): Promise<WrittenScript> {
  if (script !== undefined) {
    const parsed = parseScript(readFileSync(resolve(cwd, script), 'utf8'));
    if (parsed.script === undefined) {
      throw new Error(parsed.problem);
    }
    return { json: parsed.json, assumptions: [] };
  }
  const sizes = profile === undefined ? undefined : await draftOf(profile, options, cwd);
  if (gclog !== undefined) {
    return needed(scriptOfLog(await readLog(createReadStream(resolve(cwd, gclog))), sizes));
  }
  if (sizes === undefined) {
    throw new Error('simulate wants one script, or --profile or --gclog');
  }
  return sizes;
}

async function draftOf(file: string, options: DraftOptions, cwd: string): Promise<Draft> {
  const [profile] = await readProfiles([file], cwd);
  if (profile === undefined) {
    throw new Error(`${file}: there is no profile in it`);
  }
  const draft = scriptOfProfile(profile, options);
  if ('problem' in draft) {
    throw new Error(`${file}: ${draft.problem}`);
  }
  return draft;
}
