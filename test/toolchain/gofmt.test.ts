/** Texts that fixes change, as gofmt prints them. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { GoCommand } from '../../server/src/toolchain/goCommand.ts';
import { keptFormatted } from '../../server/src/toolchain/gofmt.ts';

const environment = { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' };
const build = { directory: tmpdir(), flags: DEFAULT_BUILD_FLAGS };

const aligned = 'package p\n\nvar (\n\ta  = 1 // one\n\tbc = 2 // two\n)\n';
const own = 'package p\nvar a=1\n';
const broken = 'package p\n\nfunc f( {\n';

it('formats what was formatted, and leaves everything else to its author', async () => {
  const texts = [
    { before: aligned, after: aligned.replace('1 //', '1 + 10 //') },
    { before: own, after: own.replace('1', '1+10') },
    { before: aligned, after: broken },
  ];
  const [formatted, ...left] = await keptFormatted(new GoCommand('go', environment), build, texts);
  assert.equal(formatted, 'package p\n\nvar (\n\ta  = 1 + 10 // one\n\tbc = 2      // two\n)\n');
  assert.deepEqual(
    left,
    texts.slice(1).map(({ after }) => after),
  );
});

it('leaves all as it is without a toolchain', async () => {
  const texts = [{ before: aligned, after: aligned.replace('1 //', '10 //') }];
  const missing = new GoCommand('no-such-go', environment);
  assert.deepEqual(await keptFormatted(missing, build, texts), [texts[0]?.after]);
});
