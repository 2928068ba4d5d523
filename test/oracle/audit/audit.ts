/** Findings that were drawn, and what somebody who has read the source says of each. */
import { createHash } from 'node:crypto';
import type { CheckedRow } from '../../support/ruleFixtures.ts';
import { isSameFinding, type FindingKey, type MeasuredFix } from '../proofs/proofs.ts';

/** What was read once holds for as long as the finding is the same, wherever it has moved to. */
export interface Judgement extends FindingKey {
  readonly module: string;
  readonly isTrue: boolean;
  /** One line. */
  readonly reason: string;
}

/** By module. */
export type Measurements = Readonly<Record<string, readonly MeasuredFix[]>>;

export interface DrawnFinding {
  readonly module: string;
  readonly version: string;
  readonly row: CheckedRow;
}

/** As many as are wanted, in their order; a finding that comes or goes takes the place of one other at most. */
export function draw(
  findings: readonly DrawnFinding[],
  count: number,
  seed: number,
): readonly DrawnFinding[] {
  const lots = new Map(findings.map((each) => [each, lotOf(each, seed)]));
  const sorted = [...lots].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([each]) => each);
  const drawn = new Set(sorted.slice(0, count));
  return findings.filter((each) => drawn.has(each));
}

function lotOf({ module, row }: DrawnFinding, seed: number): string {
  const key = [seed, module, row.function, row.rule, row.expression].join('\n');
  return createHash('sha256').update(key).digest('hex');
}

export function judgementOf(
  { module, row }: DrawnFinding,
  judgements: readonly Judgement[],
): Judgement | undefined {
  return judgements.find((each) => each.module === module && isSameFinding(each, row));
}

export function measuredOf(
  { module, row }: DrawnFinding,
  measurements: Measurements,
): MeasuredFix | undefined {
  return measurements[module]?.find((each) => isSameFinding(each, row));
}

/** The page, docs/rules/audit.md; rows that nobody has judged have no judgement in it. */
export function auditPage(
  drawn: readonly DrawnFinding[],
  judgements: readonly Judgement[],
  measurements: Measurements,
  of: { readonly count: number; readonly seed: number },
): string {
  const judged = drawn.map((each) => judgementOf(each, judgements));
  const countTrue = judged.filter((each) => each?.isTrue).length;
  const measured = drawn.flatMap((each) => measuredOf(each, measurements) ?? []);
  const countProven = measured.filter(({ isProven }) => isProven).length;
  const modules = [...new Map(drawn.map(({ module, version }) => [module, version]))];
  return `# Findings that were read

${drawn.length} of the ${of.count} findings that \`gomem check\` has by default in the modules below, drawn by chance
(\`npm run oracle audit\`, seed ${of.seed}), each read in the source: ${countTrue} are true. True is what does what it says: this is
allocated, or held, as often within its function as it says, and what it asks for would be right there. Whether anybody
would notice is another question, which a profile answers.

${measured.length} of them have a fix that benchmarks reach, and were run before and after it (\`npm run oracle proofs\`,
which is \`gomem check --prove\`): ${countProven} save objects there; in the others too little changes, or it happens only
once, to be told from chance. Benchmarks whose names begin with \`BenchmarkProof\` are ours
(\`test/oracle/proofs/testdata\`), and call the module's own code; the others are the module's.

${modules.map(([module, version]) => `- ${module} ${version}`).join('\n')}

| Place | Rule | Expression | True | Why | Before and after |
| ----- | ---- | ---------- | ---- | --- | ---------------- |
${drawn.map((each) => tableRow(each, judgementOf(each, judgements), measuredOf(each, measurements))).join('\n')}
`;
}

function tableRow(
  { module, row }: DrawnFinding,
  judgement: Judgement | undefined,
  measured: MeasuredFix | undefined,
): string {
  const cells = [
    `${module.split('/').slice(1).join('/')} ${row.file}:${row.line}`,
    row.rule,
    code(row.expression),
    judgement ? (judgement.isTrue ? 'yes' : 'no') : '',
    judgement?.reason ?? '',
    measured ? measuredText(measured) : '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function measuredText({ benchmark, allocsBefore, allocsAfter, isProven }: MeasuredFix): string {
  return `${benchmark}: ${allocsBefore} → ${allocsAfter} allocs/op${isProven ? '' : ', no difference'}`;
}

const MAXIMUM_LENGTH = 60;

function code(text: string): string {
  const short = text.length > MAXIMUM_LENGTH ? `${text.slice(0, MAXIMUM_LENGTH)}…` : text;
  return text.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}
