/** Profiles in the formats of gperftools, which C++ programs, and Go programs with much C, write. */

const MAPS = `build=/home/b
00400000-00500000 r-xp 00000000 00:00 12345 $build/app
00500000-00600000 r-xp 00100000 00:00 12345 $build/app
00600000-00700000 rw-p 00200000 00:00 12345 $build/app
7f0000001000-7f0000100000 r-xp 00001000 00:00 99 /lib/libc.so.6
  7fff00000000-7fff00001000: [vdso]
`;

/** Each sample has its count and its stack, the leaf first. */
const SAMPLES: readonly (readonly [count: number, ...stack: number[]])[] = [
  [3, 0x400100, 0x401000, 0x400101, 0x480000],
  [2, 0x400200, 0x401000, 0x550000, 0x480000],
  [1, 0x7f0000002000, 0x401000, 0x480000],
  [4, 0x7f0000000800, 0x401000],
  [1, 0x900000, 0x401000, 0x480000],
];

/** Of 64 or 32 bits, in either order; in 32 what is beyond is cut off. */
export function gperftoolsCpu(size: 4 | 8, isLittle: boolean): Uint8Array {
  const words = [0, 3, 0, 10_000, 0];
  for (const [count, ...stack] of SAMPLES) {
    words.push(count, stack.length, ...stack);
  }
  words.push(0, 1, 0);
  const view = new DataView(new ArrayBuffer(words.length * size));
  words.forEach((word, index) => {
    if (size === 8) {
      view.setBigUint64(index * size, BigInt(word), isLittle);
    } else {
      view.setUint32(index * size, word % 2 ** 32, isLittle);
    }
  });
  return Buffer.concat([new Uint8Array(view.buffer), Buffer.from(MAPS)]);
}

/** As tcmalloc writes it: `heap_v2/524288`, `heapprofile` or `growthz`. */
export function gperftoolsHeap(kind: string): string {
  const rows = SAMPLES.map(([count, ...stack]) => {
    const live = `${count}: ${count * 4096} [${count * 5}: ${count * 20480}]`;
    return `   ${live} @ ${stack.map((address) => `0x${address.toString(16)}`).join(' ')}`;
  });
  return `heap profile: 11: 45056 [55: 225280] @ ${kind}\n${rows.join('\n')}\n\nMAPPED_LIBRARIES:\n${MAPS}`;
}
