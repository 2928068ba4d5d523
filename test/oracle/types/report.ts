/**
 * Compares our type checker with go/types and says where they differ, and why as far as that can be
 * told:
 *
 *     node --import tsx test/oracle/types/report.ts PATTERN… [--dir MODULE] [--tags LIST] [--tests]
 *     node --import tsx test/oracle/types/report.ts --subject NAME
 *
 * Patterns are those of the go command, in the folder of `--dir` (the standard library by default).
 * Subjects are those of the whole run (`subjects.ts`). Further flags: `--max N` causes (20),
 * `--examples N` of each (3), `--goarch GOARCH`, `--outcome wrong|unknown|missing` and `--kind KIND`
 * for the causes of these only.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goroot } from '../agreement.ts';
import { OUTCOMES } from './compare.ts';
import { openChecker } from './ours.ts';
import { reportOf } from './reportText.ts';
import { runComparison } from './run.ts';
import { allTypeSubjects, type ComparedSubject } from './subjects.ts';
import { EXPRESSION_KINDS } from './typedExpressions.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: 'string' },
    tags: { type: 'string' },
    tests: { type: 'boolean' },
    goarch: { type: 'string' },
    subject: { type: 'string' },
    max: { type: 'string', default: '20' },
    examples: { type: 'string', default: '3' },
    outcome: { type: 'string' },
    kind: { type: 'string' },
  },
});

const subject = values.subject === undefined ? subjectOfPatterns() : subjectNamed(values.subject);
const run = await runComparison(subject, openChecker, {
  countExamples: Number(values.examples),
  outcome: oneOf(OUTCOMES, values.outcome),
  kind: oneOf(EXPRESSION_KINDS, values.kind),
  ...(subject.isExpected && { isExpected: subject.isExpected }),
});
console.log(
  reportOf(run, {
    directory: subject.directory,
    maximumCauses: Number(values.max),
    maximumPackages: 20,
  }),
);

function subjectNamed(name: string): ComparedSubject {
  const subjects = allTypeSubjects();
  const found = subjects.find((each) => each.name === name);
  if (found === undefined) {
    throw new Error(`--subject is one of ${subjects.map((each) => each.name).join('; ')}`);
  }
  return found;
}

function subjectOfPatterns(): ComparedSubject {
  const { tags, tests, goarch } = values;
  return {
    name: positionals.join(' '),
    figuresName: '',
    isUnknownFalse: false,
    directory: values.dir ?? join(goroot(), 'src'),
    packages: {
      patterns: positionals,
      ...(tags !== undefined && { tags }),
      ...(tests !== undefined && { tests }),
    },
    ...(goarch !== undefined && { goarch }),
  };
}

function oneOf<Name extends string>(
  names: readonly Name[],
  wanted: string | undefined,
): Name | undefined {
  const found = names.find((name) => name === wanted);
  if (wanted !== undefined && found === undefined) {
    throw new Error(`${wanted} is none of ${names.join(', ')}`);
  }
  return found;
}
