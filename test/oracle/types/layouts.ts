/**
 * How types lie in memory: by go/types for each GOARCH, by programs that the compiler made for those
 * whose programs run here, and by us.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staticTierFor } from '../../../server/src/cli/staticPaths.ts';
import { NEWEST_RUNTIME } from '../../../server/src/engine/goruntime/runtimes.ts';
import { heapObject } from '../../../server/src/engine/layout/allocation.ts';
import { isUnknown, type LayoutReport } from '../../../server/src/engine/layout/report.ts';
import { layoutReport } from '../../../server/src/engine/layout/structReport.ts';
import { unalias } from '../../../server/src/engine/types/types.ts';
import type { RandomStruct, RandomStructs } from '../../support/randomStructs.ts';
import { typeInfoLines, type TypeSubject } from './typeInfo.ts';

export interface TypeLayout {
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Of the fields of a struct, blank ones included. */
  readonly offsetsBytes: readonly number[];
}

export interface TypeLayouts {
  readonly importPath: string;
  /** Its name, or the type expression that was asked for. */
  readonly type: string;
  /** Names of the fields of a struct, blank ones included. */
  readonly fields: readonly string[];
  readonly layouts: ReadonlyMap<string, TypeLayout>;
}

export interface LayoutsWanted {
  /** All that there are by default. */
  readonly goarches?: readonly string[];
  /** Go type expressions; by default all types of package level that are not generic. */
  readonly types?: readonly string[];
}

/** What go/types says of types in a subject's packages. */
export async function* layoutsOf(
  subject: TypeSubject,
  { goarches, types }: LayoutsWanted = {},
): AsyncGenerator<TypeLayouts, void> {
  const folder = mkdtempSync(join(tmpdir(), 'layouts-'));
  try {
    const flags = ['-layout', ...(goarches ? ['-arch', goarches.join()] : [])];
    if (types) {
      const file = join(folder, 'types');
      writeFileSync(file, types.join('\n'));
      flags.push('-types', file);
    }
    for await (const line of typeInfoLines(subject, flags)) {
      yield decode(JSON.parse(line) as LayoutLine);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const GO_MOD = 'module randomstructs\n\ngo 1.24\n';

/** A line of typeinfo. */
interface LayoutLine {
  readonly importPath: string;
  readonly type: string;
  readonly fields?: readonly string[];
  readonly layouts: Readonly<
    Record<string, Omit<TypeLayout, 'offsetsBytes'> & Partial<Pick<TypeLayout, 'offsetsBytes'>>>
  >;
}

function decode({ importPath, type, fields = [], layouts }: LayoutLine): TypeLayouts {
  const decoded = Object.entries(layouts).map(
    ([goarch, layout]) => [goarch, { offsetsBytes: [], ...layout }] as const,
  );
  return { importPath, type, fields, layouts: new Map(decoded) };
}

/** What go/types says of random structs. */
export async function layoutsOfStructs(
  { source, structs }: RandomStructs,
  goarches?: readonly string[],
): Promise<TypeLayouts[]> {
  const folder = mkdtempSync(join(tmpdir(), 'structs-'));
  try {
    writeFileSync(join(folder, 'types.go'), source);
    const list = { importPath: 'main', directory: folder, files: ['types.go'] };
    const wanted = new Set(structs.map(({ name }) => name));
    const layouts: TypeLayouts[] = [];
    for await (const each of layoutsOf(
      { name: 'random structs', directory: folder, packages: [list] },
      goarches && { goarches },
    )) {
      if (wanted.has(each.type)) {
        layouts.push(each);
      }
    }
    return layouts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What we say of random structs, by name, with the heap of the newest Go. */
export async function ownLayoutsOfStructs(
  { source, structs }: RandomStructs,
  goarch: string,
): Promise<Map<string, LayoutReport>> {
  const folder = mkdtempSync(join(tmpdir(), 'structs-'));
  try {
    writeFileSync(join(folder, 'go.mod'), GO_MOD);
    writeFileSync(join(folder, 'types.go'), source);
    const tier = staticTierFor({ environment: process.env }, goarch);
    const world = await tier.worldOf(folder);
    const made = world.packageIn(folder, 'build');
    const { wordBytes } = world.sizes;
    const reports = new Map<string, LayoutReport>();
    for (const { name } of structs) {
      const object = made?.checked.package.scope.get(name);
      const type = object?.kind === 'typeName' ? unalias(object.type) : undefined;
      const report =
        type &&
        layoutReport(type, {
          sizes: world.sizes,
          allocate: (sizeBytes, { noscan }) =>
            heapObject(NEWEST_RUNTIME, sizeBytes, { noscan, wordBytes }),
        });
      if (report && !isUnknown(report)) {
        reports.set(name, report);
      }
    }
    return reports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a program finds about its own types. */
export interface MeasuredLayout extends TypeLayout {
  /** How far the garbage collector looks for pointers: 0 for what has none. */
  readonly pointerBytes: number;
  /** What an object of it takes on the heap, on average of many. */
  readonly allocatedBytes: number;
}

/**
 * Compiles a program with random structs and has it measure them, by name. It fails unless the values
 * of `unsafe.Sizeof`, `Alignof` and `Offsetof`, which go/types' own code computes, are what the
 * compiler has written into the types' descriptors and what lies between the fields' addresses.
 */
export function measuredLayouts(
  { source, structs }: RandomStructs,
  goarch: string,
): Map<string, MeasuredLayout> {
  const folder = mkdtempSync(join(tmpdir(), 'structs-'));
  try {
    writeFileSync(join(folder, 'go.mod'), GO_MOD);
    writeFileSync(join(folder, 'types.go'), source);
    writeFileSync(join(folder, 'main.go'), MEASURING);
    writeFileSync(join(folder, 'rows.go'), rowsOf(structs));
    const program = join(folder, 'structs.exe');
    const environment = { ...process.env, GOARCH: goarch, CGO_ENABLED: '0', GOFLAGS: '' };
    execFileSync('go', ['build', '-o', program, '.'], {
      cwd: folder,
      env: environment,
      stdio: 'inherit',
    });
    const lines = execFileSync(program, { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
    return new Map(
      lines
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as MeasuredLayout & { readonly type: string })
        .map(({ type, ...layout }) => [type, layout]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The types of the program, with what package unsafe says of them; blank fields have no offset. */
function rowsOf(structs: readonly RandomStruct[]): string {
  const rows = structs.map(({ name, fields }) => {
    const offsets = fields.map((field) =>
      field === '_' ? 'blank' : `unsafe.Offsetof(${name}{}.${field})`,
    );
    const addresses = fields.map((field) =>
      field === '_' ? 'nil' : `unsafe.Pointer(&v.${field})`,
    );
    return [
      `func measure${name}() {`,
      `\tv := new(${name})`,
      `\tadd("${name}", v, unsafe.Sizeof(*v), unsafe.Alignof(*v),`,
      `\t\t[]uintptr{${offsets.join(', ')}}, []unsafe.Pointer{${addresses.join(', ')}})`,
      `}`,
    ].join('\n');
  });
  const table = structs.map(({ name }) => `\tmeasure${name},`).join('\n');
  return `package main\n\nimport "unsafe"\n\nvar measures = []func(){\n${table}\n}\n\n${rows.join('\n\n')}\n`;
}

const MEASURING = `package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// blank stands for what package unsafe cannot be asked.
const blank = ^uintptr(0)

type row struct {
	Type           string    \`json:"type"\`
	SizeBytes      uintptr   \`json:"sizeBytes"\`
	AlignBytes     int       \`json:"alignBytes"\`
	OffsetsBytes   []uintptr \`json:"offsetsBytes"\`
	PointerBytes   uintptr   \`json:"pointerBytes"\`
	AllocatedBytes float64   \`json:"allocatedBytes"\`
}

var rows []row

func add(name string, variable any, size, align uintptr, offsets []uintptr, addresses []unsafe.Pointer) {
	t := reflect.TypeOf(variable).Elem()
	r := row{
		Type:         name,
		SizeBytes:    t.Size(),
		AlignBytes:   t.Align(),
		OffsetsBytes: []uintptr{},
		PointerBytes: pointerBytes(t),
	}
	if t.Size() != size || t.Align() != int(align) || t.NumField() != len(offsets) {
		panic(fmt.Sprint(name, ": unsafe says ", size, " ", align, ", the descriptor ", r))
	}
	start := reflect.ValueOf(variable).Pointer()
	for i, offset := range offsets {
		field := t.Field(i).Offset
		r.OffsetsBytes = append(r.OffsetsBytes, field)
		if offset == blank {
			continue
		}
		if distance := uintptr(addresses[i]) - start; offset != field || distance != field {
			panic(fmt.Sprint(name, ": unsafe says ", offset, ", the descriptor ", field, ", the address ", distance))
		}
	}
	r.AllocatedBytes = allocatedBytes(t)
	rows = append(rows, r)
}

// pointerBytes reads the second word of a descriptor: PtrBytes of internal/abi.Type.
func pointerBytes(t reflect.Type) uintptr {
	descriptor := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	return (*[2]uintptr)(descriptor)[1]
}

var sink unsafe.Pointer

// allocatedBytes allocates objects; their number can be divided by how many share a block of 16 bytes.
func allocatedBytes(t reflect.Type) float64 {
	count := 240
	if t.Size() > 1024 {
		count = 8
	}
	sink = reflect.New(t).UnsafePointer()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range count {
		sink = reflect.New(t).UnsafePointer()
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(count)
}

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	for _, measure := range measures {
		measure()
	}
	out := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(out)
	for _, r := range rows {
		if err := lines.Encode(r); err != nil {
			panic(err)
		}
	}
	if err := out.Flush(); err != nil {
		panic(err)
	}
}
`;
