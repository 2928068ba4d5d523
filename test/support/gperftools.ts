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
  return Buffer.concat([cpuWords(0, SAMPLES, size, isLittle), Buffer.from(MAPS)]);
}

/** `kind` is 1 for Java. */
function cpuWords(
  kind: 0 | 1,
  samples: typeof SAMPLES,
  size: 4 | 8,
  isLittle: boolean,
): Uint8Array {
  const words = [0, 3, kind, 10_000, 0];
  for (const [count, ...stack] of samples) {
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
  return new Uint8Array(view.buffer);
}

/** As tcmalloc writes it: `heap_v2/524288`, `heapprofile` or `growthz`. */
export function gperftoolsHeap(kind: string): string {
  const rows = SAMPLES.map(([count, ...stack]) => {
    const live = `${count}: ${count * 4096} [${count * 5}: ${count * 20480}]`;
    return `   ${live} @ ${stack.map((address) => `0x${address.toString(16)}`).join(' ')}`;
  });
  return `heap profile: 11: 45056 [55: 225280] @ ${kind}\n${rows.join('\n')}\n\nMAPPED_LIBRARIES:\n${MAPS}`;
}

/** As `/threadz` prints threads: each frame on its line, or all on one; and where the one before it is. */
export const THREADS = `--- threadz 1 ---

--- Thread 7f794ab90940 (name: main/14748) stack: ---
  PC:  0x00401000: helper(arg *)
  0x00480031: main
  0x7f000000211d: __libc_start_main
--- Thread 7f794964e700 (name: worker/14751) stack: ---
  PC: 0x401001 0x401001 0x402008
      creator: 0x480b96 0x4860b4
--- Thread 7f794934c700 (name: worker/14752) stack: ---
  [same as previous thread]
--- Thread 7f794934c701 (name: odd:name/x/14753) stack: ---

  PC: 0x7fffffffffff
---- no stack trace for 2 threads
--- Memory map: ---
${MAPS}`;

const JAVA_FRAMES = `
 0x00000003 com.example.Server.handle (Server.java:31)
 0x00000004 com.example.Server$Worker.run (Server.java:7)
 0x00000005 java.lang.Object.wait (Object.java:-2)
 0x00000006 operator new(unsigned long) (/usr/lib/jvm/lib/libjvm.so)
 0x00000007 0x7f00 generated stub/JIT
 0x00000008 GC
 0x00000009 com.example.Unused.f (Unused.java:1)
 no frame
`;

/** As agents of Java print heaps: bytes before objects. */
export const JAVA_HEAP = `--- heapz 1 ---
format = java
resolution = bytes
          7048     1 @ 0x00000003 0x00000004
       1048576     9 @ 0x00000006 0x00000003 0x00000004
           240     5 @ 0x0000000a 0x00000007
${JAVA_FRAMES}`;

/** Locks, with a name that C++ uses as well. */
export const JAVA_CONTENTION = `--- contentionz 1 ---
format = java
resolution = microseconds
sampling period = 100
ms since reset = 6019923
            1     1 @ 0x00000005 0x00000004
           14     2 @ 0x00000008
${JAVA_FRAMES}`;

export function javaCpu(): Uint8Array {
  const samples = [
    [2, 3, 4],
    [1, 8],
    [5, 5, 3, 4],
  ] as const;
  return Buffer.concat([cpuWords(1, samples, 4, true), Buffer.from(JAVA_FRAMES)]);
}
