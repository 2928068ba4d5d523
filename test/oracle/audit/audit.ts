/** Findings that were drawn, and what somebody who has read the source says of each. */
import { createHash } from 'node:crypto';
import type { CheckedRow } from '../../support/ruleFixtures.ts';

/** What was read once holds for as long as the finding is the same, wherever it has moved to. */
export interface Judgement {
  readonly module: string;
  readonly function: string;
  readonly rule: string;
  readonly expression: string;
  readonly isTrue: boolean;
  /** One line. */
  readonly reason: string;
  /** What a benchmark of the module said of the fix; undefined where none reaches it. */
  readonly measured?: {
    readonly benchmark: string;
    readonly allocsBefore: number;
    readonly allocsAfter: number;
    /** Whether the difference is more than chance. */
    readonly isProven: boolean;
  };
}

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
  return judgements.find(
    (each) =>
      each.module === module &&
      each.function === row.function &&
      each.rule === row.rule &&
      each.expression === row.expression,
  );
}

/** The page, docs/rules/audit.md; rows that nobody has judged have no judgement in it. */
export function auditPage(
  drawn: readonly DrawnFinding[],
  judgements: readonly Judgement[],
  of: { readonly count: number; readonly seed: number },
): string {
  const judged = drawn.map((each) => judgementOf(each, judgements));
  const countTrue = judged.filter((each) => each?.isTrue).length;
  const measured = judged.flatMap((each) => each?.measured ?? []);
  const countProven = measured.filter(({ isProven }) => isProven).length;
  const modules = [...new Map(drawn.map(({ module, version }) => [module, version]))];
  return `# Findings that were read

${drawn.length} of the ${of.count} findings that \`gomem check\` has by default in the modules below, drawn by chance
(\`npm run oracle audit\`, seed ${of.seed}), each read in the source: ${countTrue} are true. True is what does what it says: this is
allocated, or held, as often within its function as it says, and what it asks for would be right there. Whether anybody
would notice is another question, which a profile answers.

${measured.length} of them are reached by benchmarks of their own modules, and were run before and after the fix
(\`gomem check --prove\`): ${countProven} save objects there; in the others too
little changes, or it happens only once, to be told from chance.

${modules.map(([module, version]) => `- ${module} ${version}`).join('\n')}

| Place | Rule | Expression | True | Why | Before and after |
| ----- | ---- | ---------- | ---- | --- | ---------------- |
${drawn.map((each, at) => tableRow(each, judged[at])).join('\n')}
`;
}

function tableRow({ module, row }: DrawnFinding, judgement: Judgement | undefined): string {
  const cells = [
    `${module.split('/').slice(1).join('/')} ${row.file}:${row.line}`,
    row.rule,
    code(row.expression),
    judgement ? (judgement.isTrue ? 'yes' : 'no') : '',
    judgement?.reason ?? '',
    measuredText(judgement),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function measuredText(judgement: Judgement | undefined): string {
  if (!judgement?.measured) {
    return '';
  }
  const { benchmark, allocsBefore, allocsAfter, isProven } = judgement.measured;
  return `${benchmark}: ${allocsBefore} → ${allocsAfter} allocs/op${isProven ? '' : ', no difference'}`;
}

const MAXIMUM_LENGTH = 60;

function code(text: string): string {
  const short = text.length > MAXIMUM_LENGTH ? `${text.slice(0, MAXIMUM_LENGTH)}…` : text;
  return text.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}
