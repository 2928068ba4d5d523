import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
} from '../../../server/src/engine/profile/profileBuilder.ts';
import { DEFAULT_MACHINE } from '../../../server/src/engine/heap/machine.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import { heapAllocBytes } from '../../../server/src/engine/heap/outcome.ts';
import type { Draft } from '../../../server/src/engine/scripts/draft.ts';
import { scriptOfProfile } from '../../../server/src/engine/scripts/profileScript.ts';

interface Site {
  readonly size: number;
  readonly allocated: number;
  readonly inUse: number;
}

/** As the runtime writes it: a label for the size of each stack's objects. */
function heapProfile(sites: readonly Site[], seconds = 0): Profile {
  const types = ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'];
  const builder = new ProfileBuilder({
    ...EMPTY_HEADER,
    sampleTypes: types.map(counting),
    durationNanos: seconds * 1e9,
  });
  for (const [index, { size, allocated, inUse }] of sites.entries()) {
    const name = `f${index}`;
    const functionIndex = builder.addFunction({ name, systemName: name, file: '', startLine: 0 });
    const lines = [{ functionIndex, line: 1, column: 0 }];
    const location = builder.addLocation({ mapping: -1, address: 0n, isFolded: false, lines });
    builder.addSample(
      [location],
      [allocated, allocated * size, inUse, inUse * size],
      [{ key: 'bytes', value: size, unit: 'bytes' }],
    );
  }
  return builder.build();
}

function draftOf(profile: Profile, seconds?: number): Draft {
  const draft = scriptOfProfile(profile, seconds);
  assert.ok(!('problem' in draft), 'problem' in draft ? draft.problem : '');
  return draft;
}

describe('a script of a profile', () => {
  it('keeps what is in use, and lets the rest pass', () => {
    const { json } = draftOf(
      heapProfile([
        { size: 1024, allocated: 10_000, inUse: 10_000 },
        { size: 64, allocated: 2_000_000, inUse: 500 },
      ]),
    );
    const [kept, passing] = json.phases;
    assert.equal(kept?.count, 10_500);
    assert.equal(kept.ring, 10_500);
    assert.equal(passing?.ring, 500);
    const { script, problem } = readScript(json);
    assert.equal(problem, undefined);
    const world = runToEnd(script);
    const live = world.cycles.at(-1)?.liveBytes ?? 0;
    const inUse = 10_000 * 1024 + 500 * 64;
    assert.ok(live > inUse && live < 1.6 * inUse, `${live}`);
    assert.ok(heapAllocBytes(world) < 3 * inUse);
  });

  it('takes the classes of the heap that the profile has', () => {
    const sizes = [8, 16, 512, 576, 1152, 32768, 40960];
    const { json } = draftOf(
      heapProfile(sizes.map((size) => ({ size, allocated: 1000, inUse: 1000 }))),
    );
    const { script } = readScript(json);
    assert.ok(script);
    const { heap } = runToEnd(script);
    const found = new Set<number>();
    for (let span = 1; span < heap.spans.count; span++) {
      found.add(heap.spans.elementBytes[span] ?? 0);
    }
    assert.deepEqual(
      sizes.filter((size) => !found.has(size)),
      [],
    );
  });

  it('allocates as fast as the profile says, or who asks', () => {
    const sites = [{ size: 64, allocated: 1_000_000, inUse: 10 }];
    const { allocNs, zeroNsPerByte } = DEFAULT_MACHINE;
    const without = (ns: number) => Math.round(ns - allocNs - 64 * zeroNsPerByte);
    assert.equal(draftOf(heapProfile(sites, 10)).json.phases[0]?.spinNs, without(10_000));
    const asked = draftOf(heapProfile(sites), 1);
    assert.equal(asked.json.phases[0]?.spinNs, without(1000));
    const unknown = draftOf(heapProfile(sites));
    assert.equal(unknown.json.phases[0]?.spinNs, 0);
    assert.ok(unknown.assumptions.some((text) => text.includes('over which time')));
  });

  it('is refused where there is nothing to make it of', () => {
    const problemOf = (profile: Profile) => {
      const draft = scriptOfProfile(profile);
      return 'problem' in draft ? draft.problem : '';
    };
    const cpu = new ProfileBuilder({ ...EMPTY_HEADER, sampleTypes: [counting('samples')] }).build();
    assert.match(problemOf(cpu), /alloc_objects/);
    assert.match(problemOf(heapProfile([])), /no allocations/);
    const many = heapProfile([{ size: 16, allocated: 1e9, inUse: 1e9 }]);
    assert.match(problemOf(many), /^1000000000 objects are in use/);
  });
});
