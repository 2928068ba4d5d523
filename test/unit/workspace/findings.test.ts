import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { frequencyAt } from '../../../server/src/engine/frequency/frequency.ts';
import { treeOf } from '../../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import type { CodeView } from '../../../server/src/workspace/codeBytes.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { Findings, knownAllocations } from '../../../server/src/workspace/findings.ts';
import { StaticTier } from '../../../server/src/workspace/staticTier.ts';
import { writeFiles } from '../../support/moduleCache.ts';

const SOURCE = `package m

import (
	"strconv"
	"strings"
)

func count(text string) (n int) {
	for _, part := range strings.Split(text, ",") {
		n += len(part)
	}
	return n
}

func first(texts []string) *string {
	for _, text := range texts {
		if _, e1 := strconv.Atoi(text); e1 != nil {
			return new(string)
		}
		if n := strings.NewReader(text); n != nil {
			return new(string)
		}
	}
	return nil
}
`;

describe('findings', () => {
  let root: string;
  let view: CodeView;

  before(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'gomem-findings-')));
    writeFiles(root, { 'go.mod': 'module example.com/m\n\ngo 1.24\n', 'm.go': SOURCE });
    const files = new GoFiles();
    const tier = new StaticTier({
      documents: new Documents(),
      machine: hostEnvironment(),
      diskNow: () => files.view(),
      buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
    });
    const viewOf = await tier.filesOf(enginePath(root));
    view = viewOf(enginePath(join(root, 'm.go'))) ?? assert.fail('the file is not in its package');
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('are remembered as long as the same rules are chosen', () => {
    const slices = sliceFile(SOURCE);
    const declaration = slices.declarations.find(({ keyword }) => keyword === 'func');
    assert.ok(declaration);
    const known = { allocations: [], tree: treeOf(slices.textOf(declaration)) };
    const findings = new Findings();
    const foundWith = (rules: Readonly<Record<string, boolean>>) =>
      findings.in(slices, declaration, view, known, { rules, inTests: false, inGenerated: false });
    const found = foundWith({ 'defer-in-loop': false });
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['split-seq'],
    );
    assert.equal(foundWith({ 'defer-in-loop': false }), found);
    assert.deepEqual(foundWith({ 'split-seq': false }), []);
  });

  it('are of the error path where the type says so', () => {
    const slices = sliceFile(SOURCE);
    const declaration = slices.declarations.find(({ name }) => name === 'first');
    assert.ok(declaration);
    const tree = knownAllocations(view, slices, declaration, undefined).tree ?? assert.fail();
    const [error, other] = [...tree.text.matchAll(/new\(/g)].map(({ index }) => index);
    assert.equal(frequencyAt(tree, error ?? 0), 'error');
    assert.equal(frequencyAt(tree, other ?? 0), 'call');
  });
});
