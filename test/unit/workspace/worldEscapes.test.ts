import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceFile } from '../../../server/src/engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../../../server/src/engine/checker/packageChecker.ts';
import type { CompilerLog } from '../../../server/src/engine/compilerlog/rows.ts';
import { resultOf } from '../../../server/src/engine/ir/steps.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import type { Declaration } from '../../../server/src/engine/syntax/slicer.ts';
import { Turns } from '../../../server/src/workspace/turns.ts';
import { WorldEscapes } from '../../../server/src/workspace/worldEscapes.ts';
import { checkFiles, sourceFileOf } from '../../support/checkedGo.ts';
import { seededRandom } from '../../support/random.ts';

const PATH = 'p.go';
const PRINTS = Array.from({ length: 24 }, (_, at) => `println(i, i+${at})`).join('; ');
/** What is not inlined. */
const LARGE = `for i := range 9 { ${PRINTS} }; `;

/** Functions with the bodies that they have by turns. */
const BODIES: Readonly<Record<string, readonly string[]>> = {
  'leaf(p *int) *int': [
    'return nil',
    'return p',
    'kept = p; return nil',
    `${LARGE}return nil`,
    `${LARGE}kept = p; return p`,
  ],
  'middle(p *int) *int': [
    'return leaf(p)',
    'leaf(p); return nil',
    `${LARGE}return leaf(p)`,
    `${LARGE}return top(p)`,
  ],
  'top(p *int) *int': [`${LARGE}return middle(p)`, `${LARGE}return leaf(p)`],
  'generic[T any](p *T) *T': ['return p', 'return nil', `${LARGE}return p`, 'return generic(p)'],
  'caller() int': [
    'n := 1; leaf(&n); return n',
    'n := 1; p := top(&n); return *p',
    'n := 1; return *generic(&n)',
    'f := func(p *int) *int { return middle(p) }; n := 1; return *f(&n)',
  ],
  'other(s []byte)': ['m := 2; middle(&m)', 'x := 1; generic(&s); generic(&x)'],
};
const SIGNATURES = Object.keys(BODIES);

function textOf(chosen: Readonly<Record<string, number>>): string {
  const functions = SIGNATURES.map(
    (each) => `func ${each} { ${BODIES[each]?.[chosen[each] ?? 0]} }\n`,
  );
  const variables = 'var kept *int\nvar first, second = middle(new(int)), leaf(new(int))\n';
  return `package p\n${variables}${functions.join('')}`;
}

/** A package that is being edited, with what is known of it. */
class Edited {
  file: SourceFile;
  checked: CheckedPackage;
  readonly escapes: WorldEscapes;
  readonly #said = new Map<string, readonly string[]>();

  constructor(text: string) {
    this.file = sourceFileOf(PATH, text);
    this.checked = checkFiles([this.file]);
    const architecture = architectureOf('amd64');
    assert.ok(architecture);
    this.escapes = new WorldEscapes({
      sizes: new GoSizes(architecture),
      fileAt: () => this.file,
      isOwn: () => true,
      goVersion: () => undefined,
      knownLeaks: () => undefined,
    });
  }

  edit(text: string): void {
    this.file = sourceFileOf(PATH, text);
    const changed = this.checked.takeBodies([this.file]);
    assert.ok(changed);
    this.escapes.bodiesChanged(changed);
  }

  /** More than a body is another one. */
  declare(text: string): void {
    this.file = sourceFileOf(PATH, text);
    this.checked = checkFiles([this.file]);
    this.escapes.forgetOwn();
  }

  /** Looks at all functions. */
  async warm(): Promise<void> {
    const turns = new Turns(() => Promise.resolve());
    const { checked, escapes, file } = this;
    const isDone = await escapes.warm(
      checked,
      [file],
      turns,
      () => true,
      () => undefined,
    );
    assert.ok(isDone);
  }

  /** What is said of a function before all have been looked at; undefined where that is nothing. */
  atOnce(name: string): readonly string[] | undefined {
    const log = resultOf(
      this.escapes.logAtOnce(this.checked, this.file, this.#declarationOf(name)),
    );
    return log && textsOf(log);
  }

  /** Answers whether anything else than the edited functions was affected. */
  follow(turns = new Turns(() => Promise.resolve())): Promise<boolean> {
    return this.escapes.followEdits(turns);
  }

  /** What is said of a function, by line and kind. */
  of(name: string): readonly string[] {
    return this.#on(this.#declarationOf(name));
  }

  #declarationOf(name: string): Declaration {
    const declaration = this.file.slices.declarations.find((each) => each.name === name);
    assert.ok(declaration);
    return declaration;
  }

  /** What is said of variables, found out anew where that may be something else than before. */
  variables(): readonly string[] {
    return this.file.slices.declarations
      .filter(({ keyword }) => keyword === 'var')
      .flatMap((each) => {
        const key = `${each.id} ${this.escapes.stampOf(this.checked, this.file, each)}`;
        const said = this.#said.get(key) ?? this.#on(each);
        this.#said.set(key, said);
        return said;
      });
  }

  #on(declaration: Declaration): readonly string[] {
    return textsOf(this.escapes.logOf(this.checked, this.file, declaration));
  }

  all(): Record<string, readonly string[]> {
    const names = SIGNATURES.map((each) => /^\w+/.exec(each)?.[0] ?? '');
    // Instances of generic functions are known once all others have been looked at.
    names.forEach((each) => this.of(each));
    return {
      ...Object.fromEntries(names.map((each) => [each, this.of(each)])),
      variables: this.variables(),
    };
  }
}

function textsOf({ rows, inlinedCalls }: CompilerLog): readonly string[] {
  return [
    ...rows.map(({ place, what, verdict, detail }) =>
      [place.line, place.column, what, verdict, detail].join(' '),
    ),
    ...inlinedCalls.map(({ place, callee }) => `${place.column} inlined ${callee}`),
  ].sort();
}

describe('verdicts after edits', () => {
  it('are those of a package that is seen for the first time', async () => {
    const random = seededRandom(20261127);
    const below = (count: number) => Math.floor(random() * count);
    const chosen: Record<string, number> = {};
    const edited = new Edited(textOf(chosen));
    edited.all();
    for (let round = 0; round < 200; round++) {
      const signature = SIGNATURES[below(SIGNATURES.length)] ?? '';
      chosen[signature] = below(BODIES[signature]?.length ?? 1);
      const text = textOf(chosen);
      edited.edit(text);
      if (below(3) > 0) {
        edited.of(SIGNATURES[below(SIGNATURES.length)]?.split(/\W/)[0] ?? '');
      }
      if (below(3) > 0) {
        await edited.follow();
        assert.deepEqual(edited.all(), new Edited(text).all(), `round ${round}\n${text}`);
      }
    }
  });

  it('are there at once for what is edited, and afterwards for what depends on it', async () => {
    const edited = new Edited(textOf({}));
    const before = edited.all();
    edited.edit(textOf({ 'leaf(p *int) *int': 2 }));
    assert.deepEqual(edited.of('leaf'), ['4 11 p leak ']);
    assert.deepEqual(edited.of('caller'), before.caller);
    assert.equal(edited.escapes.isOutdated, true);
    assert.equal(await edited.follow(), true);
    assert.equal(edited.escapes.isOutdated, false);
    assert.ok(edited.of('caller').some((row) => row.endsWith('n heap ')));
  });

  it('come to an end however many look for them at the same time', () => {
    // Functions that lead back to each other, with literals that are new each time they are compiled.
    const names = Array.from({ length: 30 }, (_, at) => `f${at}`);
    const textWith = (first: number) =>
      `package p\nvar run func(func())\n${names
        .map((name, at) => {
          const literal = `func() { println(${at ? 0 : first}) }`;
          const next = names[at + 1] ?? 'f0';
          return `func ${name}(p *int) { ${LARGE}run(${literal}); ${next}(p) }\n`;
        })
        .join('')}`;
    const edited = new Edited(textWith(0));
    edited.of('f0');
    edited.edit(textWith(1));
    const { checked, escapes, file } = edited;
    const [first, second] = file.slices.declarations.filter(({ keyword }) => keyword === 'func');
    assert.ok(first && second);
    // What has changed is told to whoever asks for this.
    escapes.stampOf(checked, file, first);
    const searches = new Set([first, second].map((each) => escapes.stepsTo(checked, file, each)));
    let countSteps = 0;
    while (searches.size > 0 && countSteps < 100_000) {
      for (const steps of searches) {
        countSteps++;
        if (steps.next().done === true) {
          searches.delete(steps);
        }
      }
    }
    assert.equal(searches.size, 0);
  });

  it('are left alone where an edit changes nothing for others', async () => {
    const edited = new Edited(textOf({ 'leaf(p *int) *int': 3 }));
    edited.all();
    edited.edit(textOf({ 'leaf(p *int) *int': 3 }).replace('i+7', 'i+17'));
    edited.of('leaf');
    assert.equal(await edited.follow(), false);
  });

  it('on variables are found out anew only where what they call is something else', async () => {
    const edited = new Edited(textOf({}));
    edited.all();
    const { checked, escapes } = edited;
    const stampOf = () => {
      const declared = edited.file.slices.declarations.findLast(({ keyword }) => keyword === 'var');
      assert.ok(declared);
      return escapes.stampOf(checked, edited.file, declared);
    };
    const before = stampOf();
    edited.edit(textOf({ 'other(s []byte)': 1 }));
    await edited.follow();
    edited.all();
    assert.equal(stampOf(), before);
    edited.edit(textOf({ 'leaf(p *int) *int': 4 }));
    assert.equal(await edited.follow(), true);
    assert.notEqual(stampOf(), before);
  });
});

describe('verdicts before all functions have been looked at', () => {
  const NAMES = ['leaf', 'middle', 'top', 'caller', 'other'];

  it('are those of later on, of the first function that somebody asks for', async () => {
    const edited = new Edited(textOf({ 'caller() int': 1, 'middle(p *int) *int': 3 }));
    assert.equal(edited.escapes.wasWarm(edited.checked), false);
    const atOnce = NAMES.map((name) => edited.atOnce(name));
    // Instances of it, and with them variables, are known once everything has been looked at.
    assert.equal(edited.atOnce('generic'), undefined);
    assert.equal(edited.atOnce('first'), undefined);
    await edited.warm();
    assert.deepEqual(
      atOnce,
      NAMES.map((name) => edited.of(name)),
    );
  });

  it('are those of later on where other declarations have changed', async () => {
    const random = seededRandom(20261130);
    const below = (count: number) => Math.floor(random() * count);
    for (let round = 0; round < 40; round++) {
      const chosen = Object.fromEntries(
        SIGNATURES.map((each) => [each, below(BODIES[each]?.length ?? 1)]),
      );
      const edited = new Edited(textOf(chosen));
      await edited.warm();
      edited.declare(`${textOf(chosen)}func added(p *int) *int { ${LARGE}return top(p) }\n`);
      assert.equal(edited.escapes.isWarm(edited.checked), false);
      const atOnce = [...NAMES, 'added', 'first'].map((name) => edited.atOnce(name));
      assert.equal(edited.atOnce('generic'), undefined);
      await edited.warm();
      const now = [...NAMES, 'added', 'first'].map((name) => edited.of(name));
      assert.deepEqual(atOnce, now, `round ${round}\n${textOf(chosen)}`);
    }
  });

  it('take functions with another text for what they are now', async () => {
    const edited = new Edited(textOf({ 'caller() int': 0 }));
    await edited.warm();
    assert.ok(!edited.of('caller').some((row) => row.endsWith('n heap ')));
    const added = 'var added int\n';
    edited.declare(textOf({ 'caller() int': 0, 'leaf(p *int) *int': 4 }) + added);
    assert.ok(edited.atOnce('caller')?.some((row) => row.endsWith('n heap ')));
    // It is edited once more before anybody has looked at the rest.
    edited.edit(textOf({ 'caller() int': 0, 'leaf(p *int) *int': 0 }) + added);
    assert.ok(!edited.atOnce('caller')?.some((row) => row.endsWith('n heap ')));
  });

  it('are there at once of a function that leads back to many, which is analysed with them afterwards', async () => {
    const textWith = (body: string) =>
      `package p\nvar kept *int\nfunc f0(p *int) { ${LARGE}${body}; f1(p) }\n${Array.from(
        { length: 99 },
        (_, at) => `func f${at + 1}(p *int) { ${LARGE}f${(at + 2) % 100}(p) }\n`,
      ).join('')}`;
    const edited = new Edited(textWith('println(*p)'));
    await edited.warm();
    assert.deepEqual(edited.of('f7'), ['10 9 p noleak ']);
    edited.edit(textWith('n := 1; kept = &n; kept = p'));
    assert.equal(edited.escapes.isWarm(edited.checked), false);
    const rows = ['3 462 n heap ', '3 9 p leak '];
    assert.deepEqual(edited.atOnce('f0'), rows);
    await edited.warm();
    assert.equal(edited.escapes.isWarm(edited.checked), true);
    assert.deepEqual(edited.of('f0'), rows);
    assert.deepEqual(edited.of('f7'), ['10 9 p leak ']);
  });
});

/** Lets others have their turn after each step. */
class Often extends Turns {
  override get isOver(): boolean {
    return true;
  }
}

describe('verdicts that many look for in turns', () => {
  const COUNT_FUNCTIONS = 12;
  const nameAt = (at: number) => `f${at}`;

  /** Functions that call some of the others each, and keep or return what they are given, or do not. */
  function randomGraph(below: (count: number) => number, shareSmall = 1 / 3): string {
    const functions = Array.from({ length: COUNT_FUNCTIONS }, (_, at) => {
      const calls = Array.from({ length: below(4) }, () => {
        const argument = ['p', '&n', '&m'][below(3)];
        return `p = ${nameAt(below(COUNT_FUNCTIONS))}(${argument}); `;
      });
      const end = ['return p', 'return nil', 'kept = p; return nil'][below(3)];
      const literal = below(3) === 0 ? 'run(func() { println(n) }); ' : '';
      const size = below(300) < 300 * shareSmall ? '' : LARGE;
      return `func ${nameAt(at)}(p *int) *int { n, m := 1, 2; ${size}${literal}${calls.join('')}println(n, m); ${end} }\n`;
    });
    return `package p\nvar kept *int\nvar run func(func())\n${functions.join('')}`;
  }

  function declarationsOf({ file }: Edited): readonly Declaration[] {
    return file.slices.declarations.filter(({ keyword }) => keyword === 'func');
  }

  function saidOf(edited: Edited): Record<string, readonly string[]> {
    return Object.fromEntries(
      Array.from({ length: COUNT_FUNCTIONS }, (_, at) => [nameAt(at), edited.of(nameAt(at))]),
    );
  }

  it('are those of who looks at one function after the other, given up ones and edits among them', () => {
    const random = seededRandom(20261130);
    const below = (count: number) => Math.floor(random() * count);
    for (let round = 0; round < 150; round++) {
      let text = randomGraph(below);
      const edited = new Edited(text);
      const { escapes } = edited;
      for (let again = 0; again < 3; again++) {
        const { checked, file } = edited;
        const searches = declarationsOf(edited)
          .filter(() => below(3) > 0)
          .map((each) => escapes.stepsTo(checked, file, each));
        while (searches.length > 0) {
          const at = below(searches.length);
          const steps = searches[at];
          for (let count = below(20); count >= 0; count--) {
            if (steps?.next().done === true) {
              searches.splice(at, 1);
              break;
            }
          }
          if (below(40) === 0) {
            searches.splice(below(searches.length), 1)[0]?.return();
          }
          if (below(60) === 0) {
            edited.of(nameAt(below(COUNT_FUNCTIONS)));
          }
        }
        // After an edit it is not found out here what that means for others.
        if (again === 0) {
          assert.deepEqual(saidOf(edited), saidOf(new Edited(text)), `round ${round}\n${text}`);
        }
        text = text.replaceAll('kept = p; return nil', () =>
          below(2) === 0 ? 'return nil' : 'kept = p; return nil',
        );
        edited.edit(text);
      }
    }
  });

  it('are those of who looks at one function after the other once it is found out what edits mean for others', async () => {
    const random = seededRandom(20261201);
    const below = (count: number) => Math.floor(random() * count);
    for (let round = 0; round < 60; round++) {
      // What is inlined of functions that call each other may depend on which of them was edited last.
      let text = randomGraph(below, 0);
      const edited = new Edited(text);
      saidOf(edited);
      const edit = () => {
        text = text.replace(/kept = p; return nil|return nil/g, (end) =>
          below(4) > 0 ? end : end === 'return nil' ? 'kept = p; return nil' : 'return nil',
        );
        edited.edit(text);
      };
      for (let again = 0; again < 4; again++) {
        edit();
        edited.of(nameAt(below(COUNT_FUNCTIONS)));
        const { checked, escapes } = edited;
        const searches = new Set<Generator<void, void>>();
        await edited.follow(
          new Often(() => {
            if (below(60) === 0) {
              edit();
            }
            const declarations = declarationsOf(edited);
            const declaration = declarations[below(declarations.length)];
            if (declaration && below(4) === 0) {
              searches.add(escapes.stepsTo(checked, edited.file, declaration));
            }
            for (const steps of searches) {
              if (below(3) > 0 && steps.next().done === true) {
                searches.delete(steps);
              }
            }
            return Promise.resolve();
          }),
        );
        searches.forEach((steps) => steps.return());
        assert.deepEqual(saidOf(edited), saidOf(new Edited(text)), `round ${round}\n${text}`);
      }
    }
  });

  it('take hardly more steps than those of one: nothing is looked at twice', () => {
    const ring = Array.from(
      { length: 60 },
      (_, at) => `func ${nameAt(at)}(p *int) { ${LARGE}${nameAt((at + 1) % 60)}(p) }\n`,
    );
    const newRing = () => new Edited(`package p\n${ring.join('')}`);
    const stepsOf = ({ escapes, checked, file }: Edited, declaration: Declaration) =>
      escapes.stepsTo(checked, file, declaration);
    const countSteps = (searches: Generator<void, void>[]) => {
      let count = 0;
      for (let at = 0; searches.length > 0; at++) {
        const next = at % searches.length;
        count++;
        if (searches[next]?.next().done === true) {
          searches.splice(next, 1);
        }
      }
      return count;
    };
    const alone = newRing();
    const [first] = declarationsOf(alone);
    assert.ok(first);
    const countAlone = countSteps([stepsOf(alone, first)]);
    const together = newRing();
    const all = declarationsOf(together).map((each) => stepsOf(together, each));
    const countTogether = countSteps(all);
    assert.ok(countTogether < 2 * countAlone, `${countTogether} steps, ${countAlone} alone`);
  });
});

describe('a package that is looked at as a whole', () => {
  it('tells of each function while its verdicts are at hand, and they are those of later on', async () => {
    const bodies: Record<string, number> = { 'caller() int': 3, 'top(p *int) *int': 0 };
    const warmed = new Edited(textOf(bodies));
    const { checked, escapes, file } = warmed;
    const told = new Map<string, { stamp: string; rows: readonly string[] }>();
    const turns = new Turns(() => Promise.resolve());
    await escapes.warm(
      checked,
      [file],
      turns,
      () => true,
      (source, declaration) => {
        const { name = '' } = declaration;
        const rows = warmed.of(name);
        told.set(name, { stamp: escapes.stampOf(checked, source, declaration), rows });
      },
    );
    assert.deepEqual([...told.keys()].sort(), [
      'caller',
      'first',
      'generic',
      'kept',
      'leaf',
      'middle',
      'other',
      'top',
    ]);
    const whole: Readonly<Record<string, readonly string[]>> = new Edited(textOf(bodies)).all();
    for (const declaration of file.slices.declarations) {
      const { keyword, name = '' } = declaration;
      if (keyword === 'func') {
        const { stamp, rows } = told.get(name) ?? {};
        assert.deepEqual(rows, whole[name]);
        assert.equal(stamp, escapes.stampOf(checked, file, declaration));
      }
    }
  });
});
