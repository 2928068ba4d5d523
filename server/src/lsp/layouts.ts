import { isInSummary } from '../engine/build/standardSummary.ts';
import { layoutHover } from '../engine/features/layoutHover.ts';
import { type LayoutSubject, layoutSubject } from '../engine/features/layoutSubject.ts';
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import { heapObject } from '../engine/layout/allocation.ts';
import { architectureOf } from '../engine/layout/architectures.ts';
import { isUnknown, type LayoutReport, type UnknownLayout } from '../engine/layout/report.ts';
import { GoSizes } from '../engine/layout/sizes.ts';
import { layoutReport } from '../engine/layout/structReport.ts';
import { pathTo } from '../engine/syntax/walk.ts';
import type { TypeName, VarObject } from '../engine/types/objects.ts';
import type { Type } from '../engine/types/types.ts';
import type { LayoutParams, LayoutResult, SourcePlace } from '../protocol.ts';
import type { OpenDocument } from '../workspace/documents.ts';
import type { StaticView } from '../workspace/staticTier.ts';
import type { LanguageContext } from './languageContext.ts';
import { uriOfFile } from './uris.ts';

export interface SubjectAt {
  readonly view: StaticView;
  readonly subject: LayoutSubject;
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
}

/** What has a layout at an offset of a document. */
async function layoutSubjectAt(
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
  view: StaticView,
  type: Type,
  goarch?: string,
): LayoutReport<SourcePlace> | UnknownLayout {
  const { sizes: built, goVersion, checked } = view;
  const architecture = goarch === undefined ? undefined : architectureOf(goarch);
  const sizes = architecture ? new GoSizes(architecture) : built;
  const { runtime } = runtimeOf(goVersion);
  const { wordBytes } = sizes;
  return layoutReport<SourcePlace>(type, {
    sizes,
    current: checked.package,
    placeOf: (object) => sourcePlace(view, object),
    allocate: (sizeBytes, { noscan }) => heapObject(runtime, sizeBytes, { noscan, wordBytes }),
  });
}

/** Where a type or a field is declared in the text as it is now. */
function sourcePlace(view: StaticView, { place }: TypeName | VarObject): SourcePlace | undefined {
  const slices = place && !isInSummary(place.file) ? view.slicesOf(place.file) : undefined;
  const declaration = slices?.withId(place?.declaration);
  if (!place?.identifier || !slices || !declaration) {
    return undefined;
  }
  return {
    uri: uriOfFile(place.file),
    position: slices.lines.positionAt(declaration.start + place.identifier.start),
  };
}

/** The layout of what the cursor is on, for the view. */
export async function provideLayout(
  context: LanguageContext,
  { uri, position, goarch }: LayoutParams,
): Promise<LayoutResult> {
  const { layoutGoarch } = await context.settingsFor(uri);
  const document = context.documents.get(uri);
  const found =
    document && (await layoutSubjectAt(context, document, document.lines.offsetAt(position)));
  if (!found) {
    return NO_LAYOUT;
  }
  const report = reportOf(found.view, found.subject.type, goarch ?? layoutGoarch);
  return isUnknown(report)
    ? { reports: [], problems: [`${report.type}: ${report.reason}`] }
    : { reports: [report], problems: [] };
}

export const NO_LAYOUT: LayoutResult = { reports: [], problems: [] };

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
  const { layoutGoarch } = await context.settingsFor(document.uri);
  const report = reportOf(view, subject.type, layoutGoarch);
  const markdown = layoutHover(report, {
    localize: context.localize,
    field: subject.field,
    hasMap: subject.isDrawn,
  });
  return { start, end, markdown };
}
