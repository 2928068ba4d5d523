import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { enginePath } from '../../../server/src/host/goFiles.ts';
import { Documents, type OpenDocument } from '../../../server/src/workspace/documents.ts';
import type { StaticTier } from '../../../server/src/workspace/staticTier.ts';
import { StaticVerdicts } from '../../../server/src/workspace/staticVerdicts.ts';
import { replaceIn, staticTierOn } from '../../support/staticTier.ts';

const SOURCE = `package p

var kept *int

func keep(p *int) { kept = p }

func leaves() { n := 1; keep(&n) }

func generic[T any](p *T) *T { return p }

func stays() int { n := 2; return *generic(&n) }
`;

describe('our own verdicts on documents', () => {
  let folder: string;
  let file: string;
  let uri: string;
  let documents: Documents;
  let tier: StaticTier;
  let verdicts: StaticVerdicts;
  /** Work that nobody waits for stands still while this is held. */
  let held: { readonly until: Promise<void>; release(): void } | undefined;
  let countChanges: number;

  function hold(): void {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    held = { until, release };
  }

  function release(): void {
    held?.release();
    held = undefined;
  }

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'static-verdicts-')));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.26\n');
    file = enginePath(join(folder, 'p.go'));
    writeFileSync(file, SOURCE);
    uri = pathToFileURL(file).href;
    documents = new Documents();
    documents.open(uri, file, 1, SOURCE);
    tier = staticTierOn(documents);
    countChanges = 0;
    verdicts = new StaticVerdicts({
      staticTier: tier,
      pause: () => held?.until ?? new Promise((resolve) => setImmediate(resolve)),
      changed: () => {
        countChanges++;
      },
    });
  });

  afterEach(() => {
    release();
    rmSync(folder, { recursive: true });
  });

  function document(): OpenDocument {
    const opened = documents.get(uri);
    assert.ok(opened);
    return opened;
  }

  function replace(from: string, to: string): void {
    replaceIn({ documents, tier }, uri, from, to);
  }

  /** What escapes in a function, with the steps that it takes; undefined where nothing is known. */
  function escapingIn(name: string): readonly string[] | undefined {
    const declaration = document().slices.declarations.find((each) => each.name === name);
    assert.ok(declaration);
    const steps = verdicts.stepsOn(document(), declaration);
    while (steps.next().done !== true) {
      // Each leads to the next one.
    }
    return verdicts
      .on(document(), declaration)
      ?.verdicts.sites.filter(({ fact }) => fact.verdict === 'heap')
      .map(({ fact }) => fact.what);
  }

  it('are there for whoever takes the steps, before the package has been looked at', async () => {
    assert.equal(verdicts.hasBegun(document()), false);
    await verdicts.begun(document());
    hold();
    assert.equal(verdicts.hasBegun(document()), true);
    assert.equal(verdicts.isComplete(document()), false);
    assert.deepEqual(escapingIn('leaves'), ['n']);
    assert.deepEqual(escapingIn('stays'), []);
    // How it is used is not known yet.
    assert.equal(escapingIn('generic'), undefined);
    assert.equal(countChanges, 0);
    release();
    await verdicts.complete(document());
    assert.deepEqual(escapingIn('generic'), []);
    assert.equal(countChanges, 1);
  });

  it('stay, and are there of what is edited, while other declarations are another package', async () => {
    await verdicts.complete(document());
    hold();
    replace('func stays()', 'func added() { n := 3; keep(&n) }\n\nfunc stays()');
    assert.equal(verdicts.isComplete(document()), false);
    assert.deepEqual(escapingIn('leaves'), ['n']);
    assert.deepEqual(escapingIn('added'), ['n']);
    assert.deepEqual(escapingIn('generic'), []);
    // Nobody is told what is not all there.
    assert.equal(verdicts.logsOf(document()), undefined);
    replace('func keep(p *int) { kept = p }', 'func keep(p *int) { _ = p }');
    assert.deepEqual(escapingIn('keep'), []);
    assert.deepEqual(escapingIn('leaves'), ['n'], 'it is found out afterwards');
    release();
    await verdicts.complete(document());
    assert.deepEqual(escapingIn('leaves'), []);
    assert.deepEqual(escapingIn('added'), []);
    assert.ok(verdicts.logsOf(document()));
  });
});
