/** What the rules find in an open document: diagnostics, and fixes of them. */
import { dirname } from 'node:path';
import {
  CodeActionKind,
  DiagnosticSeverity,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type TextDocumentEdit,
} from 'vscode-languageserver/node';
import type { Allocation } from '../engine/alloc/allocations.ts';
import type { CheckedBody } from '../engine/checker/packageChecker.ts';
import { flowHops } from '../engine/features/escapeFlow.ts';
import type { TextChange } from '../engine/refactor/unkeyedLiterals.ts';
import { fileChanges, type PlacedFix } from '../engine/rules/fileChanges.ts';
import { fixTitle } from '../engine/rules/gainText.ts';
import { wholeAndParts } from '../engine/rules/parts.ts';
import { isProvable } from '../engine/rules/provable.ts';
import { ruleNamed } from '../engine/rules/registry.ts';
import type { Finding, Severity } from '../engine/rules/rule.ts';
import { together } from '../engine/rules/together.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { CLIENT_COMMANDS } from '../protocol.ts';
import type { CodeView } from '../workspace/codeBytes.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import { calledAllocations, isSearched, sourceOf } from '../workspace/findings.ts';
import type { StaticView } from '../workspace/staticTier.ts';
import { isAskedFor } from './codeActions.ts';
import { stepOf } from './escapeFlow.ts';
import type { LanguageContext } from './languageContext.ts';
import { uriOfFile } from './uris.ts';

const MAXIMUM_WAIT_MS = 10_000;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface DocumentFinding {
  readonly declaration: Declaration;
  readonly finding: Finding;
}

export interface CodeInDocument {
  readonly document: OpenDocument;
  readonly view: StaticView;
}

export interface FindingsInDocument extends CodeInDocument {
  readonly findings: readonly DocumentFinding[];
}

export async function ruleDiagnostics(
  context: LanguageContext,
  uri: string,
  token: CancellationToken,
): Promise<Diagnostic[]> {
  const found = await findingsIn(context, uri, token);
  return found
    ? found.findings.map(({ declaration, finding }) =>
        diagnosticOf(context, found, declaration, finding),
      )
    : [];
}

/** The fix of each finding in the range, its proof, and the fix of all that its rule finds where the rule is safe. */
export async function ruleActions(
  context: LanguageContext,
  { textDocument: { uri }, range, context: asked }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const found = isAskedFor(CodeActionKind.QuickFix, asked)
    ? await findingsIn(context, uri, token)
    : undefined;
  if (!found) {
    return [];
  }
  const { lines } = found.document;
  const [from, to] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const here = found.findings.filter(({ declaration: { start }, finding }) =>
    [finding, ...(finding.others ?? [])].some(
      (each) => start + each.start <= to && from <= start + each.end,
    ),
  );
  const single = here.flatMap(({ declaration, finding }) => {
    const { fix } = finding;
    const edit = fix && editOf(found, [{ declaration, fix }]);
    return edit
      ? [
          {
            title: fixTitle(finding, fix.title, context.localize),
            kind: CodeActionKind.QuickFix,
            diagnostics: [diagnosticOf(context, found, declaration, finding)],
            edit,
          },
        ]
      : [];
  });
  const safe = new Set(
    here
      .flatMap(({ finding }) => wholeAndParts(finding).map(({ rule }) => rule))
      .filter((rule) => ruleNamed(rule)?.isSafe),
  );
  const whole = [...safe].flatMap((rule) => {
    const fixable = found.findings.flatMap(({ declaration, finding }) =>
      wholeAndParts(finding)
        .filter((each) => each.rule === rule && each.fix)
        .map((each) => ({ declaration, finding: each })),
    );
    const fixes = fixable.flatMap(({ declaration, finding: { fix } }) =>
      fix ? [{ declaration, fix }] : [],
    );
    const count = fixable.reduce((sum, { finding }) => sum + 1 + (finding.others?.length ?? 0), 0);
    const edit = fixes.length > 1 ? editOf(found, fixes) : undefined;
    const title = context.localize('Fix all {0} of {1} in this file', count, rule);
    return edit ? [{ title, kind: CodeActionKind.QuickFix, edit }] : [];
  });
  return [...single, ...(await proofActions(context, found, here)), ...whole];
}

/** Of running each fix, where anything may be run. */
async function proofActions(
  context: LanguageContext,
  found: FindingsInDocument,
  here: readonly DocumentFinding[],
): Promise<CodeAction[]> {
  const { file, uri } = found.document;
  const provable = here.filter(({ finding }) => isProvable(finding));
  const isRun =
    provable.length > 0 &&
    file !== undefined &&
    (await context.services.proofBuild(dirname(file))) !== undefined;
  return (isRun ? provable : []).map(({ declaration, finding }) => {
    const title = context.localize('Prove: {0}', finding.fix?.title ?? finding.message);
    const diagnostic = diagnosticOf(context, found, declaration, finding);
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: {
        title,
        command: CLIENT_COMMANDS.proveFix,
        arguments: [uri, diagnostic.range.start],
      },
    };
  });
}

/** Those that the user wants. */
export async function findingsIn(
  context: LanguageContext,
  uri: string,
  token: CancellationToken,
): Promise<FindingsInDocument | undefined> {
  const { rules } = await context.settingsFor(uri);
  if (!rules.areEnabled) {
    return undefined;
  }
  const document = await context.readyDocument(uri, MAXIMUM_WAIT_MS, token);
  const view = document && (await context.codeViewOf(document));
  if (!document || !view?.isOwn) {
    return undefined;
  }
  await context.staticTier.readImporters(dirname(view.file));
  if (!isSearched(view, document.slices, rules)) {
    return undefined;
  }
  await context.lookAhead(document).find({ declarations: document.slices.declarations, view });
  const findings: DocumentFinding[] = [];
  const allocationsIn = (body: CheckedBody) => calledIn(context, document, view, body);
  const turns = context.turns();
  for (const declaration of document.slices.declarations) {
    const { allocations, isEdited } = context.allocations.in(document, declaration, view);
    if (!isEdited) {
      const tree = context.trees.of(document.slices, declaration);
      const found = context.findings.in(
        document.slices,
        declaration,
        view,
        { allocations, tree, allocationsIn },
        rules,
      );
      findings.push(
        ...together(found, document.slices.textOf(declaration)).map((finding) => ({
          declaration,
          finding,
        })),
      );
      await turns.rest();
    }
  }
  return { document, view, findings };
}

/** What another function of a document's package allocates. */
function calledIn(
  { services: { staticVerdicts } }: LanguageContext,
  document: OpenDocument,
  view: StaticView,
  { file, declaration }: CheckedBody,
): readonly Allocation[] {
  const other = staticVerdicts.onOther(document, file, declaration);
  if (!other) {
    return [];
  }
  const { source, verdicts } = other;
  const viewOfOther: CodeView = {
    ...view,
    file,
    syntaxOf: (each) => source.parse(each),
    typesOf: (each) => view.checked.typesOf(file, each),
  };
  return calledAllocations(viewOfOther, source.slices, declaration, verdicts);
}

function diagnosticOf(
  context: LanguageContext,
  { document }: FindingsInDocument,
  declaration: Declaration,
  finding: Finding,
): Diagnostic {
  const { rule, severity, message, evidence, others = [] } = finding;
  const page = context.services.ruleDocs?.pathOf(rule);
  return {
    range: rangeOf(document, declaration, finding),
    severity: SEVERITIES[severity],
    source: 'go memory',
    code: rule,
    ...(page === undefined ? {} : { codeDescription: { href: uriOfFile(page) } }),
    message: `${message}\n${evidence.text}`,
    relatedInformation: [
      ...others.map((other) => ({
        location: { uri: document.uri, range: rangeOf(document, declaration, other) },
        message: `${other.message}\n${other.evidence.text}`,
      })),
      ...evidence.allocations
        .flatMap((allocation) => ('site' in allocation ? flowHops(allocation.site) : []))
        .flatMap((hop) => stepOf(context, document, hop))
        .map(({ uri, start, end, expression, reason }) => ({
          location: { uri, range: { start, end } },
          message: `${expression} (${reason})`,
        })),
    ],
  };
}

function rangeOf(
  { lines }: OpenDocument,
  declaration: Declaration,
  { start, end }: { readonly start: number; readonly end: number },
): Range {
  return {
    start: lines.positionAt(declaration.start + start),
    end: lines.positionAt(declaration.start + end),
  };
}

/** Of the document's text; undefined where the fixes cannot be made. */
export function changesOf(
  { document, view }: CodeInDocument,
  fixes: readonly PlacedFix[],
): readonly TextChange[] | undefined {
  return fileChanges(sourceOf(document.slices, view), fixes)?.changes;
}

export function editOf(
  found: CodeInDocument,
  fixes: readonly PlacedFix[],
): { documentChanges: TextDocumentEdit[] } | undefined {
  const changes = changesOf(found, fixes);
  const { document } = found;
  return (
    changes && {
      documentChanges: [
        {
          textDocument: { uri: document.uri, version: document.version },
          edits: changes.map(({ start, end, text }) => ({
            range: {
              start: document.lines.positionAt(start),
              end: document.lines.positionAt(end),
            },
            newText: text,
          })),
        },
      ],
    }
  );
}
