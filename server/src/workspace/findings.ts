/** What the rules find in declarations, from what the tiers know of them. */
import { isDeepStrictEqual } from 'node:util';
import { allocationsOf, mayAllocate, type Allocation } from '../engine/alloc/allocations.ts';
import { minorOf } from '../engine/build/goVersion.ts';
import { isFolderForTests } from '../engine/build/packagesForTests.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import { type CheckedBody, importsOf } from '../engine/checker/packageChecker.ts';
import type { DeclarationTypes } from '../engine/checker/declarationTypes.ts';
import type { DeclarationVerdicts } from '../engine/compilerlog/attach.ts';
import { english, type Localize } from '../engine/features/localize.ts';
import { frequencyAt } from '../engine/frequency/frequency.ts';
import { isGenerated } from '../engine/refactor/generated.ts';
import { importedNames } from '../engine/rules/imports.ts';
import type { Finding } from '../engine/rules/rule.ts';
import { findingsIn, type RuleChoice, type RuleInput } from '../engine/rules/run.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { codeBytesIn, type CodeView } from './codeBytes.ts';
import { typedTreeIn } from './typedTree.ts';

/** Where rules look. */
export interface FindingChoice extends RuleChoice {
  readonly inTests: boolean;
  readonly inGenerated: boolean;
}

/** What is known of a declaration. */
export interface KnownAllocations {
  readonly allocations: readonly Allocation[];
  readonly tree: DeclarationTree | undefined;
  /** What functions that it calls allocate: see `calledAllocations`. Who weighs nothing needs none. */
  readonly allocationsIn?: ((body: CheckedBody) => readonly Allocation[]) | undefined;
}

interface Known {
  readonly allocations: readonly Allocation[];
  readonly choice: FindingChoice;
  readonly findings: readonly Finding[];
}

/** A language version that nobody has named is the newest one. */
const NEWEST_MINOR = 1_000;
const NONE: readonly Finding[] = [];
const NO_ALLOCATIONS: readonly Allocation[] = [];

/** Remembers what was found for as long as a declaration and what is known of it stay the same. */
export class Findings {
  #known = new WeakMap<DeclarationTypes, Known>();
  readonly #withdrawn = new Set<string>();
  readonly #localize: Localize;

  constructor(localize: Localize = english) {
    this.#localize = localize;
  }

  /** In the order of the text, with places relative to the declaration. */
  in(
    slices: FileSlices,
    declaration: Declaration,
    view: CodeView,
    allocated: KnownAllocations,
    choice: FindingChoice,
  ): readonly Finding[] {
    const types = declaration.keyword === 'func' ? view.typesOf(declaration) : undefined;
    if (!types) {
      return NONE;
    }
    const { allocations } = allocated;
    const known = this.#known.get(types);
    // Where a project chooses rules, its choice is put together anew for each request.
    if (known?.allocations === allocations && isDeepStrictEqual(known.choice, choice)) {
      return known.findings;
    }
    const findings = findingsOf(
      { slices, declaration, view },
      allocated,
      choice,
      this.#localize,
    ).filter((finding) => !this.#withdrawn.has(keyOf(view.file, declaration, finding)));
    this.#known.set(types, { allocations, choice, findings });
    return findings;
  }

  /** It is not found again while its declaration is as it is: its fix was run, and is of no use. */
  withdraw({ file }: CodeView, declaration: Declaration, finding: Finding): void {
    this.#withdrawn.add(keyOf(file, declaration, finding));
    this.#known = new WeakMap();
  }
}

export interface FindingPlace {
  readonly slices: FileSlices;
  readonly declaration: Declaration;
  readonly view: CodeView;
}

/** The same, remembered by nobody; `allocated` is not asked before a rule wants to know. */
export function findingsOf(
  place: FindingPlace,
  allocated: KnownAllocations,
  choice: RuleChoice,
  localize: Localize = english,
): readonly Finding[] {
  const input = ruleInputOf(place, allocated, localize);
  const findings = input ? findingsIn(input, choice) : NONE;
  // What is too long for a tree is a table.
  return findings.length > 0 && allocated.tree ? findings : NONE;
}

/** A function as rules look at it; undefined for all else, and for what is being typed. */
export function ruleInputOf(
  { slices, declaration, view }: FindingPlace,
  allocated: KnownAllocations,
  localize: Localize,
): RuleInput | undefined {
  const types = declaration.keyword === 'func' ? view.typesOf(declaration) : undefined;
  const { syntax, errors } = view.syntaxOf(declaration);
  if (!types || syntax.kind !== 'func' || !syntax.body || errors.length > 0) {
    return undefined;
  }
  const { goVersion } = view.checked;
  return {
    text: slices.textOf(declaration),
    doc: slices.text.slice(declaration.docStart, declaration.start),
    docStart: declaration.docStart - declaration.start,
    syntax: { ...syntax, body: syntax.body },
    types,
    package: view.checked.package,
    sizeOf: (type) => view.sizes.sizeOf(type),
    goMinor: goVersion === undefined ? NEWEST_MINOR : minorOf(goVersion),
    get allocations() {
      return allocated.allocations;
    },
    allocationsIn: allocated.allocationsIn ?? (() => NO_ALLOCATIONS),
    frequencyAt: (offset) => (allocated.tree ? frequencyAt(allocated.tree, offset) : 'call'),
    imports: importedNames(sourceOf(slices, view)),
    localize,
  };
}

function keyOf(file: string, { id }: Declaration, { rule, start }: Finding): string {
  return JSON.stringify([file, id, rule, start]);
}

/** What is allocated in a declaration, from what a compilation or our own analysis says of it. */
export function knownAllocations(
  view: CodeView,
  slices: FileSlices,
  declaration: Declaration,
  verdicts: DeclarationVerdicts | undefined,
): KnownAllocations {
  const text = slices.textOf(declaration);
  const tree = typedTreeIn(view, slices, declaration);
  const code = mayAllocate(verdicts, text)
    ? codeBytesIn(view, declaration, text, verdicts)
    : undefined;
  return { allocations: allocationsOf(verdicts, tree, code), tree };
}

/** The same, found out when somebody asks: in most functions no rule does. */
export function allocationsOnDemand(
  view: CodeView,
  slices: FileSlices,
  declaration: Declaration,
  verdicts: () => DeclarationVerdicts | undefined,
  allocationsIn: KnownAllocations['allocationsIn'],
): KnownAllocations {
  let known: KnownAllocations | undefined;
  return {
    get allocations() {
      known ??= knownAllocations(view, slices, declaration, verdicts());
      return known.allocations;
    },
    get tree() {
      return typedTreeIn(view, slices, declaration);
    },
    allocationsIn,
  };
}

/** What a function allocates by itself: what is inlined into its callers is among theirs. */
export function calledAllocations(
  view: CodeView,
  slices: FileSlices,
  declaration: Declaration,
  verdicts: DeclarationVerdicts | undefined,
): readonly Allocation[] {
  const isInlined = verdicts?.inlineFacts.some(
    ({ fact }) => fact.functionName === declaration.name && fact.reason === undefined,
  );
  return isInlined === true
    ? NO_ALLOCATIONS
    : knownAllocations(view, slices, declaration, verdicts).allocations;
}

/** A file with its syntax as the view has it. */
export function sourceOf(slices: FileSlices, view: CodeView): SourceFile {
  return { path: view.file, slices, parse: (declaration) => view.syntaxOf(declaration) };
}

/** Whether rules are asked in a file by default, or by what is chosen: not in what only tests use. */
export function isSearched(view: CodeView, slices: FileSlices, choice: FindingChoice): boolean {
  return isChecked(view, slices, choice) && (choice.inTests || !isForTests(view, slices));
}

/** `test_utils.go`, `mock_client.go`, `soak_tests.go`: `test.go` may be the command of that name. */
const FILES_FOR_TESTS =
  /\/(?:(?:\w+_)?(?:test_?(?:utils?|helpers?)|mocks?)(?:_\w+)?|\w+_tests)\.go$/;

/**
 * A file that imports package testing, all files of a package such as `httptest` of which one does, and files and packages
 * that are named for it, or that only tests import.
 */
function isForTests(view: CodeView, { declarations, text }: FileSlices): boolean {
  const { file, checked, pathInModule, isOnlyForTests } = view;
  const importsTesting = declarations.some(
    ({ keyword, start, end }) =>
      keyword === 'import' && text.slice(start, end).includes('"testing"'),
  );
  return (
    importsTesting ||
    isOnlyForTests ||
    isFolderForTests(pathInModule) ||
    FILES_FOR_TESTS.test(file) ||
    (checked.package.path.endsWith('test') &&
      importsOf(checked.package).some(({ path }) => path === 'testing'))
  );
}

/** Whether a file's code is looked at at all. */
export function isChecked(
  { file }: Pick<CodeView, 'file'>,
  slices: FileSlices,
  { inTests, inGenerated }: FindingChoice,
): boolean {
  return (inTests || !file.endsWith('_test.go')) && (inGenerated || !isGenerated(slices));
}
