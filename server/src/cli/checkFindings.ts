/** What the rules find in files, and how it is told apart from one version to the next. */
import type { Allocation } from '../engine/alloc/allocations.ts';
import type { DeclarationTypes } from '../engine/checker/declarationTypes.ts';
import type { Measured } from '../engine/measured/measured.ts';
import type { Finding } from '../engine/rules/rule.ts';
import { together } from '../engine/rules/together.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import {
  allocationsOnDemand,
  calledAllocations,
  findingsOf,
  isSearched,
  type FindingChoice,
  type KnownAllocations,
} from '../workspace/findings.ts';
import type { FindingProof } from './checkProve.ts';
import type { CheckedFile } from './checkedFiles.ts';

export interface PlacedFinding {
  readonly file: CheckedFile;
  readonly declaration: Declaration;
  readonly finding: Finding;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** `example.com/m/p.(*T).F`. */
  readonly functionName: string;
  /** The text that is meant, with single spaces. */
  readonly expression: string;
  /** What a profile has of it; undefined for nothing, or without one. */
  readonly measured?: Measured | undefined;
  /** What came of running its fix; undefined where it was not run. */
  readonly proof?: FindingProof | undefined;
}

export function findingsInFiles(
  files: readonly CheckedFile[],
  choice: FindingChoice,
): PlacedFinding[] {
  const allocationsIn = calledIn(files);
  return files.flatMap((file) => {
    const own = { ...choice, rules: { ...file.rules, ...choice.rules } };
    return isSearched(file.view, file.slices, own)
      ? file.slices.declarations.flatMap((declaration) =>
          inDeclaration(file, declaration, own, allocationsIn),
        )
      : [];
  });
}

function inDeclaration(
  file: CheckedFile,
  declaration: Declaration,
  choice: FindingChoice,
  allocationsIn: KnownAllocations['allocationsIn'],
): PlacedFinding[] {
  if (declaration.keyword !== 'func') {
    return [];
  }
  const { slices, view } = file;
  const verdicts = () => file.verdictsOn(declaration);
  const allocated = allocationsOnDemand(view, slices, declaration, verdicts, allocationsIn);
  return findingsOf({ slices, declaration, view }, allocated, choice).map((finding) =>
    placed(file, declaration, finding),
  );
}

/** Of functions in the files that are looked at. */
function calledIn(files: readonly CheckedFile[]): KnownAllocations['allocationsIn'] {
  const byPath = new Map(files.map((file) => [file.view.file, file]));
  const known = new WeakMap<DeclarationTypes, readonly Allocation[]>();
  return ({ file: path, declaration, types }) => {
    const file = byPath.get(path);
    const found =
      known.get(types) ??
      (file
        ? calledAllocations(file.view, file.slices, declaration, file.verdictsOn(declaration))
        : []);
    known.set(types, found);
    return found;
  };
}

function placed(file: CheckedFile, declaration: Declaration, finding: Finding): PlacedFinding {
  const { slices, view } = file;
  return {
    file,
    declaration,
    finding,
    start: declaration.start + finding.start,
    end: declaration.start + finding.end,
    functionName: `${view.checked.package.path}.${declaration.name ?? ''}`,
    expression: slices.textOf(declaration).slice(finding.start, finding.end).replace(/\s+/g, ' '),
  };
}

/** What is one decision in a function is one finding. */
export function togetherInFunctions(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const byFunction = new Map<Declaration, { file: CheckedFile; list: Finding[] }>();
  for (const { file, declaration, finding } of findings) {
    const found = byFunction.get(declaration) ?? { file, list: [] };
    found.list.push(finding);
    byFunction.set(declaration, found);
  }
  return [...byFunction].flatMap(([declaration, { file, list }]) =>
    together(list, file.slices.textOf(declaration)).map((finding) =>
      placed(file, declaration, finding),
    ),
  );
}

/** Where else the same is to be decided. */
export function othersOf({ file, declaration, finding }: PlacedFinding): readonly PlacedFinding[] {
  return (finding.others ?? []).map((other) => placed(file, declaration, other));
}
