import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { mayDeclare, mayDeclareFor } from '../../server/src/engine/checker/declaredNames.ts';
import { indexOf } from '../../server/src/engine/checker/fileIndex.ts';
import { sourceFileOf } from '../support/checkedGo.ts';

const GOROOT = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();

describe('where a name may be declared', () => {
  for (const folder of ['fmt', 'go/types', 'net/http', 'reflect', 'runtime', 'syscall', 'time']) {
    it(`is in each file of ${folder} that declares it`, () => {
      const path = join(GOROOT, 'src', folder);
      for (const name of readdirSync(path).filter((each) => each.endsWith('.go'))) {
        const file = sourceFileOf(name, readFileSync(join(path, name), 'utf8'));
        const { text } = file.slices;
        const { names, methods, aliases } = indexOf(file);
        for (const declared of names.keys()) {
          assert.ok(mayDeclare(text, declared), `${name}: ${declared}`);
        }
        for (const type of [...methods.keys(), ...aliases.values()]) {
          assert.ok(mayDeclareFor(text, type), `${name}: ${type}`);
        }
      }
    });
  }
});
