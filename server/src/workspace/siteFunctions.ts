/** Functions with what they allocate and call, for a ranking of their lines. */
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { frequencyAt } from '../engine/frequency/frequency.ts';
import { calleeOf } from '../engine/checker/callee.ts';
import type { Finding } from '../engine/rules/rule.ts';
import type { SiteCall, SiteFunction, UnreportedText } from '../engine/sites/site.ts';
import { unreportedIn } from '../engine/sites/unreported.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { forEachNode } from '../engine/syntax/walk.ts';
import type { CodeView } from './codeBytes.ts';
import type { KnownAllocations } from './findings.ts';

/** What is known of a function that is declared in a file, or of variables. */
export interface KnownFunction {
  readonly view: CodeView;
  readonly source: SourceText;
  readonly declaration: Declaration;
  readonly allocated: KnownAllocations;
  readonly findings: readonly Finding[];
}

/** Whether a declaration has code that allocates: literals in the values of variables are functions as well. */
export function hasSites({ keyword }: Declaration): boolean {
  return keyword === 'func' || keyword === 'var';
}

export function siteFunctionOf(known: KnownFunction): SiteFunction {
  const { view, source, declaration, allocated, findings } = known;
  const lineOf = (offset: number) => source.lines.lineAt(declaration.start + offset) + 1;
  const declared = declaration.keyword === 'var' ? 'init' : (declaration.name ?? '');
  return {
    path: view.file,
    declared,
    firstLine: lineOf(0),
    lastLine: lineOf(declaration.end - declaration.start),
    calledAs: `${view.checked.package.path}.${declared.replace(/\[.*?\]|[()*]/g, '')}`,
    allocations: allocated.allocations.map((allocation) => ({
      line: lineOf(allocation.offset),
      allocation,
    })),
    findings: findings.map((finding) => ({ finding, lines: linesOf(finding, lineOf) })),
    unreported: unreportedOf(known, lineOf),
    calls: callsIn(known),
  };
}

/** Where what it speaks of is allocated; where it is itself, if that is in a function that is called. */
function linesOf(
  { start, end, evidence }: Finding,
  lineOf: (offset: number) => number,
): ReadonlySet<number> {
  const allocated = evidence.allocations.map(({ offset }) => lineOf(offset));
  return new Set(allocated.length > 0 ? allocated : [lineOf(start), lineOf(end)]);
}

function unreportedOf(
  { view, source, declaration }: KnownFunction,
  lineOf: (offset: number) => number,
): UnreportedText[] {
  const types = view.typesOf(declaration);
  const text = source.slices.textOf(declaration);
  const found = types ? unreportedIn(view.syntaxOf(declaration).syntax, types) : [];
  return found.map(({ start, end, kind }) => ({
    line: lineOf(start),
    kind,
    what: text.slice(start, end).replace(/\s+/g, ' '),
  }));
}

function callsIn({ view, declaration, allocated: { tree } }: KnownFunction): SiteCall[] {
  const types = view.typesOf(declaration);
  const { syntax } = view.syntaxOf(declaration);
  const calls: SiteCall[] = [];
  if (types && tree) {
    forEachNode(syntax, (node) => {
      const callee = node.kind === 'call' ? calleeOf(types, node) : undefined;
      if (callee !== undefined) {
        calls.push({ callee, isInLoop: frequencyAt(tree, node.start) === 'iteration' });
      }
    });
  }
  return calls;
}
