import {
  DiagnosticSeverity,
  InlayHintKind,
  type Diagnostic,
  type InlayHint,
} from 'vscode-languageserver/node';
import { type PaddingLevel, paddingProblem, sizeLabel } from '../engine/features/layoutHints.ts';
import { isUnknown, type LayoutReport } from '../engine/layout/report.ts';
import type { SourcePlace } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { StaticView } from '../workspace/staticTier.ts';
import type { LanguageContext } from './languageContext.ts';
import { reportOf } from './layouts.ts';
import type { Settings } from './settings.ts';

interface DeclaredLayout {
  /** Of the type's name, in the document. */
  readonly start: number;
  readonly end: number;
  readonly report: LayoutReport<SourcePlace>;
}

/** Sizes behind the names of struct types between two offsets, where the user wants them. */
export async function sizeHints(
  context: LanguageContext,
  document: OpenDocument,
  range: { readonly start: number; readonly end: number },
  { areSizesShown, layoutGoarch }: Settings,
): Promise<InlayHint[]> {
  const view = areSizesShown ? await context.codeViewOf(document) : undefined;
  return declaredLayouts(document, view, range, layoutGoarch).map(({ end, report }) => ({
    position: document.lines.positionAt(end),
    label: sizeLabel(report),
    kind: InlayHintKind.Type,
    paddingLeft: true,
  }));
}

/** Structs whose objects would take less with their fields in another order. */
export async function paddingDiagnostics(
  context: LanguageContext,
  document: OpenDocument,
  { padding, layoutGoarch, reorderThresholdBytes }: Settings,
): Promise<Diagnostic[]> {
  const severity = SEVERITIES[padding];
  const view = severity === undefined ? undefined : await context.codeViewOf(document);
  const everything = { start: 0, end: document.text.length };
  return declaredLayouts(document, view, everything, layoutGoarch).flatMap((each) => {
    const message = paddingProblem(each.report, reorderThresholdBytes, context.localize);
    return severity === undefined || message === undefined
      ? []
      : [
          {
            range: {
              start: document.lines.positionAt(each.start),
              end: document.lines.positionAt(each.end),
            },
            severity,
            source: 'go memory',
            code: 'layout.padding',
            message,
          },
        ];
  });
}

const SEVERITIES: Readonly<Record<PaddingLevel, DiagnosticSeverity | undefined>> = {
  off: undefined,
  hint: DiagnosticSeverity.Hint,
  information: DiagnosticSeverity.Information,
};

/** Of struct types that are not generic: instances are laid out where they are used. */
function declaredLayouts(
  { slices }: OpenDocument,
  view: StaticView | undefined,
  range: { readonly start: number; readonly end: number },
  goarch: string | undefined,
): DeclaredLayout[] {
  const found: DeclaredLayout[] = [];
  for (const declaration of view ? slices.declarations : []) {
    const isWanted =
      declaration.keyword === 'type' &&
      declaration.start <= range.end &&
      declaration.end >= range.start;
    const types = isWanted ? view?.typesOf(declaration) : undefined;
    const syntax = types && view?.syntaxOf(declaration).syntax;
    for (const { name } of syntax?.kind === 'type' ? syntax.specs : []) {
      const object = types?.objectOf(name);
      const type = object?.kind === 'typeName' ? object.type : undefined;
      if (
        view &&
        type?.kind === 'named' &&
        type.typeParameters.length === 0 &&
        type.underlying.kind === 'struct'
      ) {
        const report = reportOf(view, type, goarch);
        if (!isUnknown(report)) {
          const start = declaration.start + name.start;
          found.push({ start, end: declaration.start + name.end, report });
        }
      }
    }
  }
  return found;
}
