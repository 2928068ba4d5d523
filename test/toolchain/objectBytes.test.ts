/**
 * How many bytes and objects each way to allocate takes: what we make of the compiler's rows and of
 * our own types, against what the runtime counts. A package with hundreds of small functions is made,
 * compiled and measured.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { HeapBytes } from '../../server/src/engine/alloc/heapBytes.ts';
import { bytesIn } from '../../server/src/engine/compile/declarationBytes.ts';
import { runtimeOf } from '../../server/src/engine/goruntime/runtimes.ts';
import { heapObject } from '../../server/src/engine/layout/allocation.ts';
import { architectureOf } from '../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../server/src/engine/layout/sizes.ts';
import { allocatingPackage, type AllocatingFunction } from '../support/allocatingGo.ts';
import { checkFiles, sourceFileOf } from '../support/checkedGo.ts';
import { compileFixture, countObjects, type CompiledFunction } from '../support/countedFixture.ts';

const [goVersion, goarch = ''] = execFileSync('go', ['env', 'GOVERSION', 'GOARCH'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n');
const architecture = architectureOf(goarch);
assert.ok(architecture);
const sizes = new GoSizes(architecture);
const { runtime } = runtimeOf(goVersion);

interface Demand {
  readonly bytes: number;
  readonly objects: number;
}

describe('bytes of what is allocated', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-bytes-'));
  const { functions, files } = allocatingPackage();
  let compiled: Map<string, CompiledFunction>;
  let counted: Map<string, Demand>;
  before(async () => {
    for (const [name, text] of files) {
      writeFileSync(join(folder, name), text);
    }
    compiled = await compileFixture(folder, 'sites.go');
    counted = countObjects(folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those that the runtime counts', () => {
    const path = join(folder, 'sites.go');
    const file = sourceFileOf(path, files.get('sites.go') ?? '');
    const checked = checkFiles([file]);
    const bytesOfSites = (name: string): readonly (HeapBytes | undefined)[] => {
      const { declaration, verdicts } = compiled.get(name) ?? assert.fail(name);
      const types = checked.typesOf(path, declaration) ?? assert.fail(name);
      const text = file.slices.textOf(declaration);
      const known = { file: path, declaration, text, syntax: file.parse(declaration), types };
      const code = bytesIn(
        { ...known, package: checked.package, hasLoopVariables: true },
        verdicts,
        { sizes, runtime },
      );
      return [
        ...verdicts.sites
          .filter(({ fact }) => fact.verdict === 'heap')
          .map(({ offset, fact }) => code.ofSite(offset, fact)),
        ...[...text.matchAll(/make\(/g)].flatMap(({ index }) => {
          const chan = code.ofRuntimeSite(index + 4, 'chan');
          return chan ? [chan] : [];
        }),
      ];
    };
    const wrong: string[] = [];
    for (const each of functions) {
      const names = [each.name, ...(each.name === 'parameter' ? ['moveParameter'] : [])];
      const all = names.flatMap(bytesOfSites);
      const ours = demandOf(all, each);
      const theirs = counted.get(each.name) ?? assert.fail(each.name);
      if (ours === undefined) {
        wrong.push(`${each.name}: ${JSON.stringify(all)}`);
      } else if (
        Math.abs(ours.bytes - theirs.bytes) > 0.2 ||
        Math.abs(ours.objects - theirs.objects) > 0.01
      ) {
        wrong.push(`${each.name}: ${JSON.stringify({ ours, theirs })}`);
      }
    }
    assert.ok(functions.length > 300, `${functions.length}`);
    assert.deepEqual(wrong, []);
  });
});

/** Of all sites of a function together; undefined if one of them is not known. */
function demandOf(
  all: readonly (HeapBytes | undefined)[],
  { length }: AllocatingFunction,
): Demand | undefined {
  let bytes = 0;
  let objects = 0;
  for (const each of all) {
    switch (each?.kind) {
      case undefined:
      case 'unknown':
        return undefined;
      case 'none':
        break;
      case 'fixed':
        bytes += each.takenBytes;
        objects += each.countObjects;
        break;
      case 'array': {
        if (length === undefined) {
          return undefined;
        }
        const { elementBytes, noscan } = each;
        bytes += heapObject(runtime, length * elementBytes, {
          noscan,
          wordBytes: sizes.wordBytes,
        }).allocatedBytes;
        objects += 1;
      }
    }
  }
  return { bytes, objects };
}
