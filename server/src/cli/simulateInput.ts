/** What `gomem simulate` simulates: a script that is written, or one of what was measured. */
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileBytes } from '../host/byteStream.ts';
import { readLog } from '../capture/readLog.ts';
import { parseScript } from '../engine/heap/scriptParser.ts';
import type { Draft } from '../engine/scripts/draft.ts';
import { scriptOfLog } from '../engine/scripts/logScript.ts';
import { scriptOfProfile } from '../engine/scripts/profileScript.ts';
import { TraceRecorder } from '../engine/scripts/traceRecorder.ts';
import { scriptOfTrace } from '../engine/scripts/traceScript.ts';
import { needed, readProfiles } from './profileLoad.ts';

export interface SimulateSources {
  readonly scripts: readonly string[];
  readonly profile: string | undefined;
  readonly gclog: string | undefined;
  readonly trace: string | undefined;
  /** Over which the profile's allocations were done; undefined for as the file says. */
  readonly seconds: number | undefined;
}

export interface WrittenScript {
  readonly json: Readonly<Record<string, unknown>>;
  /** Of a script that is made: what was taken for granted. */
  readonly assumptions: readonly string[];
}

/** Throws what is wrong with the files, or where they are not one script's. */
export async function readSources(
  { scripts, profile, gclog, trace, seconds }: SimulateSources,
  cwd: string,
): Promise<WrittenScript> {
  const [script] = scripts;
  const kinds = [script, profile ?? gclog, trace].filter((kind) => kind !== undefined);
  if (scripts.length > 1 || kinds.length !== 1) {
    throw new Error(WANTED);
  }
  if (script !== undefined) {
    const parsed = parseScript(readFileSync(resolve(cwd, script), 'utf8'));
    if (parsed.script === undefined) {
      throw new Error(parsed.problem);
    }
    return { json: parsed.json, assumptions: [] };
  }
  if (trace !== undefined) {
    return recordingIn(trace, cwd);
  }
  const sizes = profile === undefined ? undefined : await draftOf(profile, seconds, cwd);
  const written =
    gclog === undefined
      ? sizes
      : needed(scriptOfLog(await readLog(createReadStream(resolve(cwd, gclog))), sizes));
  if (written === undefined) {
    throw new Error(WANTED);
  }
  return written;
}

const WANTED = 'simulate wants one script, or --profile or --gclog, or --trace';

async function recordingIn(file: string, cwd: string): Promise<WrittenScript> {
  const recorder = new TraceRecorder();
  for await (const chunk of fileBytes(resolve(cwd, file))) {
    recorder.push(chunk);
  }
  recorder.end();
  const script = scriptOfTrace(recorder);
  if ('problem' in script) {
    throw new Error(`${file}: ${script.problem}`);
  }
  return script;
}

async function draftOf(file: string, seconds: number | undefined, cwd: string): Promise<Draft> {
  const [profile] = await readProfiles([file], cwd);
  if (profile === undefined) {
    throw new Error(`${file}: there is no profile in it`);
  }
  const draft = scriptOfProfile(profile, seconds);
  if ('problem' in draft) {
    throw new Error(`${file}: ${draft.problem}`);
  }
  return draft;
}
