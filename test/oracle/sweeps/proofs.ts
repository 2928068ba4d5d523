/**
 * What the fixes of findings save in real modules, by benchmarks that run them: those of the module, and ours
 * where it has none. Updates the committed figures, which the audit reads; fails where a fix breaks something,
 * or one that was proven saves nothing any more.
 */
import { basename, join, resolve } from 'node:path';
import { copyModule } from '../../support/modules.ts';
import { ruledModules } from '../fixes/ruledModules.ts';
import { isSameFinding, measureFixes, PROOFS } from '../proofs/proofs.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const names = process.argv.slice(2);
for (const pin of ruledModules()) {
  if (names.length > 0 && !names.includes(pin.module)) {
    continue;
  }
  const copy = copyModule(pin, join(ROOT, '.cache/proofs'), true);
  const [folder = ''] = basename(copy).split('@');
  const fixes = await measureFixes(copy, folder);
  const proven = fixes.filter(({ isProven }) => isProven);
  console.log(`${pin.module}: ${fixes.length} measured, ${proven.length} proven`);
  // Another sweep may have measured another module by now.
  const committed = PROOFS.read();
  const lost = (committed[pin.module] ?? []).filter(
    (former) =>
      former.isProven && fixes.some((each) => isSameFinding(each, former) && !each.isProven),
  );
  for (const { function: name, rule, expression } of lost) {
    console.log(`  proven no more: ${name} ${rule} ${expression}`);
    process.exitCode = 1;
  }
  PROOFS.write({ ...committed, [pin.module]: fixes });
}
