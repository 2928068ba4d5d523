/** Our regular expressions beside those of Go: what they match, and which are refused. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { goRegexp } from '../../server/src/engine/profile/goRegexpMatch.ts';
import { orProblem, isProblem } from '../../server/src/engine/profile/problem.ts';
import { seededRandom } from '../support/random.ts';

const PROGRAM = fileURLToPath(new URL('regexpMatch', import.meta.url));
const SEED = 20_261_127;
const COUNT_RANDOM = 4000;
const LONGEST = 9;

const PATTERNS = [
  String.raw`^runtime\.`,
  String.raw`main\.\(\*Server\)\.Serve$`,
  String.raw`(?i)SERVER|größe`,
  String.raw`(?i:main)\.F`,
  String.raw`(?i)k|ſ`,
  String.raw`(?is)a.b`,
  String.raw`(?m)^b$`,
  String.raw`\Aa\z`,
  String.raw`\bmain\b`,
  String.raw`\Qa.b\E+`,
  String.raw`\x41\x{42}\103\060`,
  String.raw`[[:alpha:]]+[^[:digit:]]`,
  String.raw`[\d\-a-c\]]{2,3}`,
  String.raw`\pL+\p{Greek}\P{Lu}`,
  String.raw`(?P<name>a)(?<other>b)`,
  String.raw`a{2}b{0,}c{1,2}?`,
  String.raw`a{,2}{`,
  String.raw`(a|b)*?c`,
  String.raw`(?:)`,
  '',
  String.raw`a**`,
  String.raw`a{1001}`,
  String.raw`(?=a)`,
  String.raw`\1`,
  String.raw`(?<!a)`,
  String.raw`[b-a]`,
  String.raw`[a`,
  String.raw`(a`,
  String.raw`a)`,
  String.raw`*a`,
  'a\\',
  String.raw`\p{Nothing}`,
  String.raw`(?z)a`,
  String.raw`x++`,
];

const TEXTS = [
  '',
  'a',
  'b',
  'aab',
  'a.b',
  'A\nB',
  'a\nb',
  'aabccc',
  'ABC0',
  'runtime.mallocgc',
  'main.(*Server).Serve',
  'example.com/main.F[...]',
  'Größe',
  'GRÖSSE k K ſ',
  'λόγος Ελλ',
  '12-a]',
  'a{,2}{',
  '😀b',
];

const PIECES = [
  'a',
  'b',
  'A',
  '.',
  '*',
  '+',
  '?',
  '|',
  '(',
  ')',
  '(?:',
  '[ab]',
  '[^a]',
  '^',
  '$',
  '{2}',
  '{1,}',
  String.raw`\b`,
  String.raw`\w`,
  String.raw`\W`,
  '(?i)',
  '(?s)',
  '(?m)',
  '{',
  ']',
  '-',
  'é',
  '\\.',
];

describe('regular expressions', () => {
  it('match what Go’s match, and are refused where Go refuses', () => {
    const random = seededRandom(SEED);
    const pick = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
    const byChance = Array.from({ length: COUNT_RANDOM }, () =>
      Array.from({ length: 1 + Math.floor(random() * LONGEST) }, pick).join(''),
    );
    const patterns = [...PATTERNS, ...byChance];
    const answers = JSON.parse(
      execFileSync('go', ['run', '.'], {
        cwd: PROGRAM,
        encoding: 'utf8',
        input: JSON.stringify({ Patterns: patterns, Texts: TEXTS }),
      }),
    ) as string[];
    const wrong = patterns.flatMap((pattern, index) => {
      const regexp = orProblem(() => goRegexp(pattern));
      const ours = isProblem(regexp)
        ? 'refused'
        : TEXTS.map((text) => (regexp.isIn(text) ? '1' : '0')).join('');
      return ours === answers[index] ? [] : [{ pattern, ours, go: answers[index] }];
    });
    assert.equal(answers.length, patterns.length);
    assert.deepEqual(wrong, []);
  });

  it('take time that is linear in the text', () => {
    const regexp = goRegexp('(a*)*(a|aa)+$');
    assert.equal(regexp.isIn(`${'a'.repeat(20_000)}b`), false);
  });
});
