/** Go fixtures whose functions allocate what a mark says, and whose tests count it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import {
  attachVerdicts,
  type DeclarationVerdicts,
  type SourceText,
} from '../../server/src/engine/compilerlog/attach.ts';
import { type DeclarationTree, treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile, type Declaration } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';

export interface CompiledFunction {
  readonly source: SourceText;
  readonly declaration: Declaration;
  readonly verdicts: DeclarationVerdicts;
  readonly tree: DeclarationTree;
}

/** The functions of one file of a folder, with what the compiler says of them, by name. */
export async function compileFixture(
  folder: string,
  name: string,
): Promise<Map<string, CompiledFunction>> {
  const toolchain = new GoToolchain('go', process.env);
  try {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const source = { slices: sliceFile(text), lines: new LineIndex(text) };
    const outcome = await toolchain.compile({
      directory: folder,
      variant: 'build',
      flags: DEFAULT_BUILD_FLAGS,
      buffers: new Map(),
      outsideGeneration: 0,
    });
    assert.ok(outcome.type === 'verdicts', JSON.stringify(outcome));
    const verdictsOf = attachVerdicts(outcome.log, new Map([[file, source]])).get(file);
    return new Map(
      source.slices.declarations.flatMap((declaration): [string, CompiledFunction][] => {
        const verdicts = verdictsOf?.get(declaration.id);
        const tree = treeOf(source.slices.textOf(declaration));
        return declaration.keyword === 'func' && verdicts
          ? [[declaration.name ?? '', { source, declaration, verdicts, tree }]]
          : [];
      }),
    );
  } finally {
    await toolchain.dispose();
  }
}

/** What one call of a function allocates, on average. */
export interface Counted {
  readonly objects: number;
  /** NaN where the fixture counts objects only. */
  readonly bytes: number;
}

/** What the fixture's own test writes for each function: lines of `name objects bytes`. */
export function countObjects(folder: string): Map<string, Counted> {
  const temporary = mkdtempSync(join(tmpdir(), 'gomem-counts-'));
  try {
    const file = join(temporary, 'counts');
    const { status, stdout, stderr } = spawnSync('go', ['test', '-count=1', '.'], {
      cwd: folder,
      env: { ...process.env, GOPROXY: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', COUNTS: file },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
    return new Map(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const [name = '', objects, bytes] = line.split(' ');
          return [name, { objects: Number(objects), bytes: Number(bytes) }];
        }),
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
