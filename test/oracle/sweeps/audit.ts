/**
 * Draws findings by chance from the modules on which rules are judged, and writes docs/rules/audit.md of
 * what `audit/judgements.json` says of each. Fails where one was not judged, or too few are true or proven.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { copyModule } from '../../support/modules.ts';
import { check } from '../../support/ruleFixtures.ts';
import {
  auditPage,
  draw,
  judgementOf,
  measuredOf,
  type DrawnFinding,
  type Judgement,
} from '../audit/audit.ts';
import { ruledModules } from '../fixes/ruledModules.ts';
import { PROOFS } from '../proofs/proofs.ts';

const SEED = 20_261_129;
const COUNT = 100;
const LEAST_TRUE = 95;
const LEAST_PROVEN = 30;

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = join(ROOT, 'docs/rules/audit.md');
const JUDGEMENTS = join(ROOT, 'test/oracle/audit/judgements.json');

const all: DrawnFinding[] = [];
for (const pin of ruledModules()) {
  const copy = copyModule(pin, join(ROOT, '.cache/modules'));
  const rows = await check(copy, pin.packages.split(' '));
  console.log(`${pin.module}: ${rows.length}`);
  all.push(...rows.map((row) => ({ module: pin.module, version: pin.version, row })));
}
const drawn = draw(all, COUNT, SEED);
const judgements = JSON.parse(readFileSync(JUDGEMENTS, 'utf8')) as readonly Judgement[];
const unjudged = drawn.filter((each) => !judgementOf(each, judgements));
for (const { module, row } of unjudged) {
  const { function: name, rule, expression } = row;
  console.log(`not judged: ${row.file}:${row.line} ${row.message}`);
  console.log(`  ${JSON.stringify({ module, function: name, rule, expression })}`);
}
const countTrue = drawn.filter((each) => judgementOf(each, judgements)?.isTrue).length;
const measurements = PROOFS.read();
const countProven = drawn.filter((each) => measuredOf(each, measurements)?.isProven).length;
console.log(`${countTrue} of ${drawn.length} are true, ${countProven} of them proven`);
if (unjudged.length > 0 || countTrue < LEAST_TRUE || countProven < LEAST_PROVEN) {
  process.exitCode = 1;
}
const page = auditPage(drawn, judgements, measurements, { count: all.length, seed: SEED });
const settings = await resolveConfig(PAGE);
writeFileSync(PAGE, await format(page, { ...settings, parser: 'markdown' }));
