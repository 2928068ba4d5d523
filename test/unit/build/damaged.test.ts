import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseGoBuild, parsePlusBuild } from '../../../server/src/engine/build/constraint.ts';
import { readExperimentBaseline } from '../../../server/src/engine/build/experiments.ts';
import { readFileHeader } from '../../../server/src/engine/build/fileHeader.ts';
import { parseModFile } from '../../../server/src/engine/build/modFile.ts';
import { parseVendorList } from '../../../server/src/engine/build/vendorList.ts';
import { parseWorkFile } from '../../../server/src/engine/build/workFile.ts';
import { damaged, removedPiece } from '../../support/damage.ts';
import { seededRandom } from '../../support/random.ts';

const SEED = 20_261_001;
const COUNT = 3000;

const HEADER = `//go:build (linux && !a) || go1.21

// Package p is a package.
/* And more. */
package p

import (
	"fmt"
	_ "example.com/a/v2" // for its effects
	. \`raw\`
)

import "C"

func f() {}
`;

const MOD_FILE = `module "example.com/m" // Deprecated: no

go 1.21

toolchain go1.26.1

require (
	example.com/a v1.0.0 // indirect
	"example.com/b" v0.0.0-20161208181325-20d25e280405
)

replace example.com/a v1.0.0 => ../a

retract [v1.0.0, v1.1.0]

use (
	./a
)
`;

const VENDORED = `## workspace
# example.com/a v1.0.0 => ../a
## explicit; go 1.20
example.com/a/p
`;

const EXPERIMENTS = `package buildcfg

func ParseGOEXPERIMENT(goos, goarch, goexp string) (*ExperimentFlags, error) {
	var supported bool
	switch goarch {
	case "amd64":
		supported = true
	}
	other := (goos != "darwin" && goarch == "amd64")
	baseline := goexperiment.Flags{A: supported, B: true, C: other || false}
	return nil, nil
}
`;

describe('texts that are being typed', () => {
  const random = seededRandom(SEED);

  function holds(name: string, text: string, read: (text: string) => unknown): void {
    it(name, () => {
      for (let count = 0; count < COUNT; count++) {
        const broken = damaged(text, random, removedPiece);
        assert.doesNotThrow(() => read(broken), broken);
      }
    });
  }

  holds('headers', HEADER, (text) => {
    const header = readFileHeader(text, true);
    assert.ok(header);
    const places = [...header.imports, ...(header.problem ? [header.problem] : [])];
    assert.ok(places.every(({ start, end }) => start <= end && end <= text.length + 1));
  });
  holds('constraints', '(linux && !a) || go1.21', (text) => [
    parseGoBuild(text),
    parsePlusBuild(text),
  ]);
  holds('go.mod and go.work', MOD_FILE, (text) => {
    const lines = text.split('\n');
    for (const { problems } of [parseModFile(text), parseWorkFile(text)]) {
      for (const { line, column, length } of problems) {
        const row = lines[line - 1];
        assert.ok(row !== undefined && column >= 1 && column + length <= row.length + 1);
      }
    }
  });
  holds('vendor/modules.txt', VENDORED, parseVendorList);
  holds('experiments', EXPERIMENTS, (text) => readExperimentBaseline(text, 'linux', 'amd64'));

  it('are read when they are whole', () => {
    assert.equal(readFileHeader(HEADER, true)?.imports.length, 4);
    assert.deepEqual(
      [...readExperimentBaseline(EXPERIMENTS, 'linux', 'amd64').enabled],
      ['a', 'b', 'c'],
    );
    assert.deepEqual([...readExperimentBaseline(EXPERIMENTS, 'darwin', 'arm').enabled], ['b']);
  });
});
