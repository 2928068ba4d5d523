/** Profiles from bytes, whatever they hold. */
import { goroutineProfile, isGoroutineDump, readGoroutineDump } from './goroutineDump.ts';
import { isLegacyCpu, readLegacyCpu } from './legacyCpu.ts';
import { headerLine, isLegacyText } from './legacyFormats.ts';
import { isJavaText, readJavaText } from './legacyJava.ts';
import { readLegacyText } from './legacyText.ts';
import { isThreads, readThreads } from './legacyThreads.ts';
import { otherFile } from './otherFiles.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import { readProto } from './protoReader.ts';
import { charactersOf, decodeUtf8 } from './utf8.ts';

/** What a file holds, unpacked. */
export type ProfileFormat = 'proto' | 'text' | 'java' | 'threads' | 'goroutines' | 'cpu';

/** Where the header of a text has to be; panics may say something before it. */
const HEADER_BYTES = 1 << 14;

function formatOf(bytes: Uint8Array): ProfileFormat {
  if (isLegacyCpu(bytes)) {
    return 'cpu';
  }
  // What tells a text is ASCII, and of most files these bytes are no text at all.
  const start = charactersOf(bytes.subarray(0, HEADER_BYTES));
  if (isJavaText(start)) {
    return 'java';
  }
  if (isThreads(headerLine(start))) {
    return 'threads';
  }
  if (isLegacyText(start)) {
    return 'text';
  }
  return isGoroutineDump(start) ? 'goroutines' : 'proto';
}

/** The profile of a file that is unpacked; goroutines that are printed become one, too. */
export function readProfile(bytes: Uint8Array): Profile | ProfileProblem {
  return orProblem(() => {
    if (bytes.length === 0) {
      throw new Fault('the file is empty');
    }
    const text = () => decodeUtf8(bytes, 0, bytes.length);
    switch (formatOf(bytes)) {
      case 'text':
        return readLegacyText(text());
      case 'java':
        return readJavaText(text());
      case 'threads':
        return readThreads(text());
      case 'goroutines':
        return goroutineProfile(readGoroutineDump(text()));
      case 'cpu':
        return readLegacyCpu(bytes);
      case 'proto':
        return readPacked(bytes);
    }
  });
}

/** What is of no other format is taken for a packed profile: where it is none, it is named. */
function readPacked(bytes: Uint8Array): Profile {
  try {
    return readProto(bytes);
  } catch (error) {
    const other = error instanceof Fault ? otherFile(bytes) : undefined;
    throw other === undefined ? error : new Fault(`this is ${other}, and no profile`);
  }
}
