/** Modules in which fields are reordered, and what has to hold afterwards. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reorderOffer } from '../../../server/src/engine/refactor/reorderOffer.ts';
import { copyModule, pinnedModules } from '../../support/modules.ts';
import { seededRandom } from '../../support/random.ts';
import { failedTests, judge } from '../judgement.ts';
import {
  compiledSizes,
  reorderStructs,
  type ChooseOrder,
  type Reorderings,
} from './reorderings.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SEED = 20_261_127;

/** A module that fields are reordered in: a copy of it. */
export interface ReorderSubject {
  readonly name: string;
  /** Makes a copy that may be changed. */
  readonly copyTo: (folder: string) => string;
}

export function samplesSubject(): ReorderSubject {
  return {
    name: 'samples',
    copyTo: (folder) => {
      const copy = join(folder, 'samples');
      cpSync(join(ROOT, 'samples'), copy, { recursive: true });
      return copy;
    },
  };
}

/** Published modules whose names end so. */
export function moduleSubjects(...names: readonly string[]): readonly ReorderSubject[] {
  return pinnedModules()
    .filter(({ module }) => names.some((name) => module.endsWith(`/${name}`)))
    .map((pin) => ({ name: pin.module, copyTo: (folder) => copyModule(pin, folder) }));
}

/** Why a module and what it is built with cannot be had; undefined where they can. */
export function unavailableBecause({ copyTo }: ReorderSubject): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-reordered-'));
  try {
    const options = { cwd: copyTo(folder), stdio: 'pipe' } as const;
    execFileSync('go', ['list', '-deps', '-test', './...'], options);
    return undefined;
  } catch (error) {
    return `it cannot be downloaded: ${String(error)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every struct that the refactoring offers itself for. */
export async function checkOffers(subject: ReorderSubject): Promise<Reorderings> {
  return withCopy(subject, async (directory) => {
    const before = judge(directory);
    const failedBefore = failedTests(directory);
    const run = await reorderStructs(directory, (declared, report) =>
      report ? reorderOffer(declared, report, 1)?.indexes : undefined,
    );
    assert.deepEqual(judge(directory), before);
    assert.deepEqual(failedTests(directory), failedBefore);
    const structs = run.reordered.filter(({ isNameable }) => isNameable);
    const sizes = compiledSizes(structs);
    for (const { name, directory: folder, sizeBytes } of structs) {
      assert.equal(sizes.get(`${folder} ${name}`), sizeBytes, name);
    }
    return run;
  });
}

/** Every struct, with its fields in any order: what compiles and is formatted still has to. */
export async function checkShuffles(subject: ReorderSubject): Promise<Reorderings> {
  return withCopy(subject, async (directory) => {
    const before = judge(directory);
    const run = await reorderStructs(directory, shuffling(SEED));
    assert.deepEqual(judge(directory), before);
    return run;
  });
}

function shuffling(seed: number): ChooseOrder {
  const random = seededRandom(seed);
  return ({ struct: { fields } }) => {
    const order = [...fields.keys()];
    for (let left = order.length; left > 1; left--) {
      order.push(...order.splice(Math.floor(random() * left), 1));
    }
    return order.length > 1 ? order : undefined;
  };
}

async function withCopy<Result>(
  { copyTo }: ReorderSubject,
  check: (directory: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-reordered-'));
  try {
    return await check(copyTo(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line for a person. */
export function describeReorderings(name: string, run: Reorderings): string {
  const refused = [...run.refused].map(([kind, count]) => `${kind} ${count}`).join(', ');
  return `${name}: ${run.reordered.length} of ${run.countStructs} structs reordered${refused === '' ? '' : `; ${refused}`}`;
}
