/** What of a process is resident, part by part. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { residentOf } from '../../../server/src/engine/memstats/smaps.ts';

const KIB = 1024;

function mapping(head: string, rss: number, huge = 0, swap = 0): string {
  return `${head}
Size:           ${rss + swap + 100} kB
KernelPageSize:        4 kB
Rss:            ${rss} kB
Pss:            ${rss} kB
Anonymous:      ${rss} kB
AnonHugePages:  ${huge} kB
ShmemPmdMapped:        0 kB
Swap:           ${swap} kB
SwapPss:        ${swap} kB
VmFlags: rd wr mr mw me ac sd
`;
}

describe('what of a process is resident', () => {
  it('is told apart by where and what its mappings are', () => {
    const resident = residentOf(
      [
        mapping(
          '00400000-00500000 r-xp 00000000 fe:00 246999                     /bin/program',
          64,
        ),
        mapping('01d00000-01d21000 rw-p 00000000 00:00 0                          [heap]', 8),
        mapping('c000000000-c004000000 rw-p 00000000 00:00 0 ', 4096, 2048, 512),
        mapping('c004000000-c008000000 rw-p 00000000 00:00 0    [anon: Go: heap reservation]', 256),
        mapping('7ff100000000-7ff100010000 rw-p 00000000 00:00 0      [anon: Go: gc bits]', 16),
        mapping('7ff104000000-7ff104010000 rw-p 00000000 00:00 0 ', 32),
        mapping('7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                  [stack]', 12),
      ].join(''),
    );
    assert.ok(resident);
    const part = (residentKiB: number, hugeKiB = 0, swappedKiB = 0) => ({
      residentBytes: residentKiB * KIB,
      hugeBytes: hugeKiB * KIB,
      swappedBytes: swappedKiB * KIB,
    });
    assert.deepEqual(resident.parts, {
      heap: part(4352, 2048, 512),
      runtime: part(16),
      files: part(64),
      other: part(8 + 32 + 12),
    });
    assert.deepEqual(resident.total, part(4484, 2048, 512));
  });

  for (const [where, range] of [
    ['on arm64', '4000000000-4004000000'],
    ['anywhere, since Go 1.26', '3e7698000000-3e769c000000'],
  ] as const) {
    it(`has arenas ${where}`, () => {
      const resident = residentOf(
        [
          mapping(
            '00400000-00500000 r-xp 00000000 fe:00 246999                     /bin/program',
            1,
          ),
          mapping(`${range} rw-p 00000000 00:00 0 `, 128),
          mapping('7f0100000000-7f0104000000 rw-p 00000000 00:00 0 ', 32),
          mapping('7f0104000000-7f0104002000 r-xp 00000000 00:00 0                  [vdso]', 2),
        ].join(''),
      );
      assert.equal(resident?.parts.heap.residentBytes, 128 * KIB);
      assert.equal(resident.parts.other.residentBytes, 34 * KIB);
    });
  }

  it('is not known where there is no mapping', () => {
    assert.equal(residentOf(''), undefined);
    assert.equal(residentOf('Rss: 12 kB\nno mapping'), undefined);
  });
});
