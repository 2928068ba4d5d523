/** What `make(chan T, n)` allocates: runtime/chan.go (makechan) of Go 1.22 to 1.26. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type ObjectKind } from './allocation.ts';

export interface ChannelMemory {
  readonly allocatedBytes: number;
  readonly countObjects: 1 | 2;
}

export function channelMemory(
  runtime: GoRuntime,
  elementBytes: number,
  capacity: number,
  { noscan, wordBytes }: ObjectKind,
): ChannelMemory {
  const bufferBytes = elementBytes * capacity;
  const hchanBytes = Math.ceil(runtime.hchanBytes[wordBytes] / 8) * 8;
  const bytesOf = (bytes: number, kind: ObjectKind) =>
    heapObject(runtime, bytes, kind).allocatedBytes;
  // A channel is collected as one without pointers: what it points to is held elsewhere.
  const withoutPointers = { noscan: true, wordBytes };
  if (bufferBytes === 0 || noscan) {
    return { allocatedBytes: bytesOf(hchanBytes + bufferBytes, withoutPointers), countObjects: 1 };
  }
  return {
    allocatedBytes:
      bytesOf(runtime.hchanBytes[wordBytes], { noscan: false, wordBytes }) +
      bytesOf(bufferBytes, { noscan: false, wordBytes }),
    countObjects: 2,
  };
}
