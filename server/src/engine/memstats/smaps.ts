/** What of a process is resident, by what it is: Linux's /proc/PID/smaps (Documentation/filesystems/proc.rst). */

/**
 * Go's heap arenas (of systems of 64 bits); what Go's runtime has of the system beside them, where the system keeps the names that it gives
 * since Go 1.25; mapped files, the program itself among them; and all else: stacks of threads, C's heap, and the
 * runtime's own where it has no names.
 */
export const RESIDENT_KINDS = ['heap', 'runtime', 'files', 'other'] as const;
export type ResidentKind = (typeof RESIDENT_KINDS)[number];

export interface ResidentPart {
  readonly residentBytes: number;
  /** Of it in huge pages. */
  readonly hugeBytes: number;
  /** Not resident, but in swap. */
  readonly swappedBytes: number;
}

export interface Resident {
  readonly parts: Readonly<Record<ResidentKind, ResidentPart>>;
  readonly total: ResidentPart;
}

const MAPPING = /^([0-9a-f]+)-([0-9a-f]+) \S+ \S+ \S+ (\d+) *(.*)$/;
const FIELD = /^(Rss|AnonHugePages|Swap): +(\d+) kB/;
const KIB = 1024;

/** What an arena has, and begins at a multiple of: heapArenaBytes (runtime/malloc.go) on Linux of 64 bits. */
const ARENA_BYTES = 64 * 2 ** 20;
/**
 * Arenas lie far from all else: at 0xc0 << 32, on arm64 at 0x40 << 32, since Go 1.26 anywhere (mallocinit,
 * runtime/malloc.go). What the system and C map lies together with libraries and the stack.
 */
const FAR_BYTES = 2 ** 36;

/** Names that the runtime gives to its arenas (runtime/malloc.go and mheap.go, Go 1.25). */
const HEAP_NAME = /^\[anon: Go: heap(?: reservation)?\]$/;

interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly isFile: boolean;
  /** Empty for most of what is no file. */
  readonly name: string;
  readonly sums: Sums;
}

interface Sums {
  residentBytes: number;
  hugeBytes: number;
  swappedBytes: number;
}

/** Undefined where the text has no mapping. */
export function residentOf(smaps: string): Resident | undefined {
  const mappings = mappingsOf(smaps);
  if (mappings.length === 0) {
    return undefined;
  }
  const parts = { heap: noBytes(), runtime: noBytes(), files: noBytes(), other: noBytes() };
  const total = noBytes();
  for (const group of groupsOf(mappings)) {
    const isArenas = isGroupOfArenas(group);
    for (const mapping of group) {
      add(parts[kindOf(mapping, isArenas)], mapping.sums);
      add(total, mapping.sums);
    }
  }
  return { parts, total };
}

function noBytes(): Sums {
  return { residentBytes: 0, hugeBytes: 0, swappedBytes: 0 };
}

function add(sums: Sums, { residentBytes, hugeBytes, swappedBytes }: ResidentPart): void {
  sums.residentBytes += residentBytes;
  sums.hugeBytes += hugeBytes;
  sums.swappedBytes += swappedBytes;
}

/** In the order of their addresses, as the system has them. */
function mappingsOf(smaps: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of smaps.split('\n')) {
    const mapping = MAPPING.exec(line);
    if (mapping) {
      const [, start = '', end = '', inode, name = ''] = mapping;
      mappings.push({
        start: Number.parseInt(start, 16),
        end: Number.parseInt(end, 16),
        isFile: inode !== '0',
        name,
        sums: noBytes(),
      });
      continue;
    }
    const [, field, kib] = FIELD.exec(line) ?? [];
    const sums = mappings.at(-1)?.sums;
    if (sums && field !== undefined) {
      sums[FIELDS[field] ?? 'residentBytes'] += Number(kib) * KIB;
    }
  }
  return mappings;
}

const FIELDS: Readonly<Record<string, keyof Sums>> = {
  Rss: 'residentBytes',
  AnonHugePages: 'hugeBytes',
  Swap: 'swappedBytes',
};

/** Mappings that are not far from each other. */
function groupsOf(mappings: readonly Mapping[]): Mapping[][] {
  const groups: Mapping[][] = [];
  let end = -Infinity;
  for (const mapping of mappings) {
    const group = mapping.start - end < FAR_BYTES ? groups.at(-1) : undefined;
    if (group) {
      group.push(mapping);
    } else {
      groups.push([mapping]);
    }
    ({ end } = mapping);
  }
  return groups;
}

/** Arenas are reserved as a whole: what lies beside each other begins and ends where one does. */
function isGroupOfArenas(group: readonly Mapping[]): boolean {
  const isNameless = group.every(
    ({ isFile, name }) => !isFile && (name === '' || name.startsWith('[anon: Go: ')),
  );
  const edges = group.flatMap(({ start, end }, index) => [
    ...(group[index - 1]?.end === start ? [] : [start]),
    ...(group[index + 1]?.start === end ? [] : [end]),
  ]);
  return isNameless && edges.every((edge) => edge % ARENA_BYTES === 0);
}

function kindOf({ isFile, name }: Mapping, isArenas: boolean): ResidentKind {
  if (isFile) {
    return 'files';
  }
  if (isArenas || HEAP_NAME.test(name)) {
    return 'heap';
  }
  return name.startsWith('[anon: Go: ') ? 'runtime' : 'other';
}
