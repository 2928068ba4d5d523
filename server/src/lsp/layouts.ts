import { layoutHover } from '../engine/features/layoutHover.ts';
import { type LayoutSubject, layoutSubject } from '../engine/features/layoutSubject.ts';
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import { heapObject } from '../engine/layout/allocation.ts';
import { architectureOf } from '../engine/layout/architectures.ts';
import type { LayoutReport, UnknownLayout } from '../engine/layout/report.ts';
import { GoSizes } from '../engine/layout/sizes.ts';
import { layoutReport } from '../engine/layout/structReport.ts';
import { pathTo } from '../engine/syntax/walk.ts';
import type { Type } from '../engine/types/types.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { StaticView } from '../workspace/staticTier.ts';
import type { LanguageContext } from './languageContext.ts';

export interface SubjectAt {
  readonly view: StaticView;
  readonly subject: LayoutSubject;
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
}

/** What has a layout at an offset of a document. */
export async function layoutSubjectAt(
  { staticTier }: LanguageContext,
  document: OpenDocument,
  offset: number,
): Promise<SubjectAt | undefined> {
  const declaration = document.slices.declarationAt(offset);
  if (!declaration || offset < declaration.start) {
    return undefined;
  }
  const view = await staticTier.viewOf(document);
  const types = view?.typesOf(declaration);
  if (!view || !types) {
    return undefined;
  }
  const { syntax } = view.syntaxOf(declaration);
  const subject = layoutSubject(types, pathTo(syntax, offset - declaration.start));
  return (
    subject && {
      view,
      subject,
      start: declaration.start + subject.start,
      end: declaration.start + subject.end,
    }
  );
}

/** The layout of a type as it is built, or for another GOARCH. */
export function reportOf(
  { sizes: built, goVersion, checked }: StaticView,
  type: Type,
  goarch?: string,
): LayoutReport | UnknownLayout {
  const architecture = goarch === undefined ? undefined : architectureOf(goarch);
  const sizes = architecture ? new GoSizes(architecture) : built;
  const { runtime } = runtimeOf(goVersion);
  const { wordBytes } = sizes;
  return layoutReport(type, {
    sizes,
    current: checked.package,
    allocate: (sizeBytes, { noscan }) => heapObject(runtime, sizeBytes, { noscan, wordBytes }),
  });
}

/** Markdown on the layout at an offset; undefined where there is nothing to say. */
export async function layoutHoverAt(
  context: LanguageContext,
  document: OpenDocument,
  offset: number,
): Promise<
  { readonly start: number; readonly end: number; readonly markdown: string } | undefined
> {
  const found = await layoutSubjectAt(context, document, offset);
  if (!found) {
    return undefined;
  }
  const { view, subject, start, end } = found;
  const report = reportOf(view, subject.type);
  const markdown = layoutHover(report, {
    localize: context.localize,
    field: subject.field,
    hasMap: subject.isDrawn,
  });
  return { start, end, markdown };
}
