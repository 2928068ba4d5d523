import type { KnownVerdicts, SourceText } from '../compilerlog/attach.ts';
import type { KeptSite } from '../compilerlog/inlining.ts';
import type { Explanation, FlowStep, InlineFact, Place } from '../compilerlog/rows.ts';
import type { InlinedCallSite, Site } from '../compilerlog/sites.ts';
import { asWritten } from '../alloc/asWritten.ts';
import type { Allocation } from '../alloc/allocations.ts';
import { noAllocBecause, type NoAllocReason } from '../alloc/noAlloc.ts';
import type { CodeBytes } from '../alloc/siteBytes.ts';
import type { RuntimeOperation } from '../alloc/runtimeSites.ts';
import type { Totals } from '../summary/totals.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import type { Declaration } from '../syntax/slicer.ts';
import { bytesLine, takenText } from './byteTexts.ts';
import { costLines } from './costTexts.ts';
import { functionSummary } from './functionSummary.ts';
import type { DeclarationAllocations } from './inlayHints.ts';
import { flowsThroughCall, inlineText, keptText, notInlinedBecause } from './inlining.ts';
import { frequencyText } from './labels.ts';
import type { Localize } from './localize.ts';
import { code, escapeMarkdown } from './markdown.ts';

/** Text to show for a range of the source. */
export interface HoverText {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** The expressions of a declaration that hold an offset, smallest first, offsets relative to it. */
export type ExpressionsAt = (
  declaration: Declaration,
  offset: number,
) => readonly { readonly anchor: number; readonly start: number; readonly end: number }[];

export interface HoverContext {
  readonly source: SourceText;
  readonly verdictsOn: (declaration: Declaration) => KnownVerdicts | undefined;
  readonly allocationsIn: (declaration: Declaration) => DeclarationAllocations;
  /** What the inliner says of a function of the package, by the compiler's name for it. */
  readonly inlineFactOf: (functionName: string) => InlineFact | undefined;
  /** What of a declaration would stay on the stack if another function were inlined. */
  readonly keptByInlining: (declaration: Declaration) => readonly KeptSite[];
  /** What a function allocates with all that it calls; undefined while that cannot be said. */
  readonly totalsOf: (declaration: Declaration) => Totals | undefined;
  readonly expressionsAt: ExpressionsAt;
  readonly treeOf: (declaration: Declaration) => DeclarationTree | undefined;
  /** What its objects take; undefined where its code is not known. */
  readonly codeOf: (declaration: Declaration) => CodeBytes | undefined;
  /** Where a place of the compiled text stands now; `undefined` if that text is gone. */
  readonly linkTo: (place: Place) => Link | undefined;
  /** Where in its callees an inlined copy stands; empty while that is not known. */
  readonly chainOf: (copy: Site) => readonly Place[];
  /** True when the package as it stands does not compile. */
  readonly isBroken: boolean;
  readonly localize: Localize;
}

export interface Link {
  /** Not in what is made to be read elsewhere: `undefined` leaves the name alone. */
  readonly uri: string | undefined;
  readonly fileName: string;
  /** 1-based, as links to a file's place are. */
  readonly line: number;
  readonly character: number;
}

/** What the compiler says of the smallest expression or name at `offset` that it speaks of. */
export function hoverAt(context: HoverContext, offset: number): HoverText | undefined {
  const { source, verdictsOn, expressionsAt, localize } = context;
  const declaration = source.slices.declarationAt(offset);
  if (!declaration || offset < declaration.start) {
    return undefined;
  }
  const known = verdictsOn(declaration);
  const relative = offset - declaration.start;
  const spoken = spokenOf(context, declaration, known);
  for (const expression of expressionsAt(declaration, relative)) {
    const texts = spoken
      .filter((each) => each.offset === expression.anchor)
      .flatMap((each) => each.texts());
    if (texts.length > 0) {
      return {
        start: declaration.start + expression.start,
        end: declaration.start + expression.end,
        markdown: texts.join('\n\n'),
      };
    }
  }
  return known?.tier !== 'compiler' && context.isBroken && isAtName(source, declaration, offset)
    ? {
        start: declaration.start,
        end: declaration.start + declaration.keyword.length,
        markdown: localize('Does not compile yet: no verdict of the compiler.'),
      }
    : undefined;
}

/** Something that can be said of one place. */
interface Spoken {
  readonly offset: number;
  readonly isAllocation: boolean;
  /** Made when they are shown: they may ask where an inlined copy comes from. */
  readonly texts: () => readonly string[];
}

/** All that there is to say of a declaration: the compiler's words, then those on the runtime. */
function spokenOf(
  context: HoverContext,
  declaration: Declaration,
  known: KnownVerdicts | undefined,
): Spoken[] {
  const { localize } = context;
  const { allocations } = context.allocationsIn(declaration);
  const spoken: Spoken[] = [];
  const { sites = [], calls = [], inlineFacts = [] } = known?.verdicts ?? {};
  const tier = known ? tierLine(known, localize) : '';
  const tree = context.treeOf(declaration);
  for (const { offset, fact } of sites) {
    const allocation = allocations.find((each) => 'site' in each && each.site === fact);
    spoken.push({
      offset,
      isAllocation: allocation !== undefined,
      texts: () => {
        const noAlloc =
          noAllocBecause(fact, tree && { tree, offset }) ??
          (allocation ? undefined : freeBecause(fact, offset, context.codeOf(declaration)));
        const kept = keptAt(context, declaration, offset, fact);
        const site = { ...fact, what: asWritten(fact.what, tree, offset) };
        return [siteText(site, context, { allocation, noAlloc, kept }), tier];
      },
    });
  }
  for (const { offset, fact } of calls) {
    const allocation = allocations.find((each) => 'call' in each && each.call === fact);
    spoken.push({
      offset,
      isAllocation: allocation !== undefined,
      texts: () => [callText(fact, context, allocation), tier],
    });
  }
  for (const { offset, fact } of inlineFacts) {
    spoken.push({
      offset,
      isAllocation: false,
      texts: () => {
        // Function literals come behind the function that they are in.
        const isFunction = inlineFacts.every((each) => each.offset >= offset);
        const totals = isFunction ? context.totalsOf(declaration) : undefined;
        return [
          ...functionSummary(known?.verdicts, allocations, localize),
          ...(totals ? [costLines(totals, localize).join('  \n')] : []),
          inlineText(fact, localize),
          tier,
        ];
      },
    });
  }
  for (const each of allocations) {
    if (each.kind === 'runtime') {
      spoken.push({
        offset: each.offset,
        isAllocation: true,
        texts: () => [runtimeText(each, localize), localize('*Static*')],
      });
    }
  }
  return spoken;
}

/** Why something on the heap takes nothing there, by what its type is. */
function freeBecause(
  site: Site,
  offset: number,
  code: CodeBytes | undefined,
): NoAllocReason | undefined {
  const bytes = site.verdict === 'heap' ? code?.ofSite(offset, site) : undefined;
  return bytes?.kind === 'none' && bytes.because !== 'pointer' ? bytes.because : undefined;
}

/** What the hints of one line stand for. */
export function lineMarkdown(context: HoverContext, line: number): string | undefined {
  const { source, verdictsOn } = context;
  const start = source.lines.lineStart(line);
  const end = source.lines.lineEnd(line);
  const declaration = source.slices.declarationAt(start) ?? source.slices.declarationAt(end);
  if (!declaration) {
    return undefined;
  }
  const texts = spokenOf(context, declaration, verdictsOn(declaration))
    .filter(({ offset, isAllocation }) => {
      const at = declaration.start + offset;
      return isAllocation && at >= start && at <= end;
    })
    .flatMap((each) => each.texts());
  return texts.length === 0 ? undefined : withoutRepeats(texts).join('\n\n');
}

/** The tier is said once, after the last of the texts that come from it. */
function withoutRepeats(texts: readonly string[]): string[] {
  return texts.filter((text, at) => texts.lastIndexOf(text) === at);
}

function isAtName(source: SourceText, declaration: Declaration, offset: number): boolean {
  const headerEnd = source.lines.lineEnd(source.lines.lineAt(declaration.start));
  return offset <= headerEnd;
}

/** Only asked for what goes to the heap through a call. */
function keptAt(
  { keptByInlining }: HoverContext,
  declaration: Declaration,
  offset: number,
  { kind, verdict, explanation }: Site,
): KeptSite | undefined {
  return verdict === 'heap' && explanation && flowsThroughCall(explanation)
    ? keptByInlining(declaration).find((each) => each.offset === offset && each.kind === kind)
    : undefined;
}

interface Cost {
  readonly allocation?: Allocation | undefined;
  readonly noAlloc: NoAllocReason | undefined;
  readonly kept?: KeptSite | undefined;
}

function siteText(site: Site, context: HoverContext, { allocation, noAlloc, kept }: Cost): string {
  const { localize } = context;
  const lines = [
    `**${headline(site, localize)}${allocation ? costText(allocation, localize) : ''}**`,
  ];
  const bytes = allocation?.bytes && bytesLine(allocation.bytes, localize);
  if (bytes !== undefined) {
    lines.push(bytes);
  }
  if (noAlloc !== undefined) {
    lines.push(noAllocText(noAlloc, localize));
  }
  if (site.detail !== '' && site.kind !== 'param') {
    lines.push(escapeMarkdown(site.detail));
  }
  if (site.explanation) {
    lines.push(...reasonLines(site.explanation, context));
    const because = kept
      ? keptText(kept, site.what, localize)
      : notInlinedBecause(site.explanation, context.inlineFactOf, localize);
    if (because !== undefined) {
      lines.push(because);
    }
  }
  return lines.join('  \n');
}

/** `, 48 B per call`. */
function costText({ bytes, frequency }: Allocation, localize: Localize): string {
  const taken = takenText(bytes, localize);
  return `, ${taken === undefined ? '' : `${taken} `}${frequencyText(frequency, localize)}`;
}

function noAllocText(reason: NoAllocReason, localize: Localize): string {
  switch (reason) {
    case 'constant':
      return localize('Allocates nothing: a constant is in read-only data.');
    case 'byte':
      return localize('Allocates nothing: the runtime has all values of one byte at hand.');
    case 'empty':
      return localize('Allocates nothing: it has no size.');
    case 'closure':
      return localize('Allocates nothing: a function that captures nothing is in read-only data.');
  }
}

function headline({ kind, what, verdict, detail }: Site, localize: Localize): string {
  const subject = code(what);
  switch (verdict) {
    case 'heap':
      if (kind === 'append') {
        return localize('append allocates on the heap when it grows');
      }
      return kind === 'var'
        ? localize('{0} moved to heap', subject)
        : localize('{0} escapes to heap', subject);
    case 'stack':
      if (kind === 'zerocopy') {
        return localize('No copy: the conversion uses the memory of the string');
      }
      return localize('{0} does not escape', subject);
    case 'leak':
      return localize('{0} leaks: it flows to the heap', subject);
    case 'leak-content':
      return localize('{0} leaks its content: what it points at flows to the heap', subject);
    case 'leak-result':
      return localize('{0} flows {1}', subject, escapeMarkdown(detail));
    case 'noleak':
      return detail === ''
        ? localize('{0} does not leak', subject)
        : localize('{0} does not leak ({1})', subject, escapeMarkdown(detail));
  }
}

function callText(
  call: InlinedCallSite,
  context: HoverContext,
  allocation: Allocation | undefined,
): string {
  const { localize } = context;
  const callees = call.callees.map(code).join(', ');
  const countObjects = allocation?.countObjects ?? 0;
  const onHeap = call.copies.filter(
    (copy) => copy.verdict === 'heap' && copy.kind !== 'append' && !noAllocBecause(copy),
  );
  const title =
    countObjects < onHeap.length
      ? localize(
          'Inlined call of {0}: at most {1} of these objects on the heap',
          callees,
          countObjects,
        )
      : countObjects === 1
        ? localize('Inlined call of {0}: 1 object on the heap', callees)
        : localize('Inlined call of {0}: {1} objects on the heap', callees, countObjects);
  const copies = call.copies.map((copy) => {
    const [first = '', ...rest] = siteText(copy, context, { noAlloc: noAllocBecause(copy) }).split(
      '  \n',
    );
    const from = context.chainOf(copy).map((place) => linkText(place, context));
    const origin = from.length === 0 ? '' : ` ${localize('in {0}', from.join(' → '))}`;
    return [`- ${first.replaceAll('**', '')}${origin}`, ...rest.map((line) => `  ${line}`)].join(
      '  \n',
    );
  });
  return [`**${title}${allocation ? costText(allocation, localize) : ''}**`, ...copies].join('\n');
}

function runtimeText(
  allocation: Allocation & { readonly kind: 'runtime' },
  localize: Localize,
): string {
  const { operation, what, bytes } = allocation;
  const line = bytes && bytesLine(bytes, localize);
  return [
    `**${localize('{0} allocates', code(what))}${costText(allocation, localize)}**`,
    ...(line === undefined ? [] : [line]),
    runtimeReason(operation, localize),
  ].join('  \n');
}

/** What the runtime does, and that the compiler does not say so. */
function runtimeReason(operation: RuntimeOperation, localize: Localize): string {
  switch (operation) {
    case 'chan':
      return localize(
        'The runtime allocates the channel and its buffer; the compiler reports none.',
      );
    case 'map':
      return localize(
        'A map of more than eight entries has them on the heap; the compiler reports none.',
      );
    case 'goroutine':
      return localize(
        'The runtime allocates a stack for the goroutine, unless a finished one left it one; the compiler reports none.',
      );
    case 'defer':
      return localize(
        'In a loop each defer needs a record on the heap, unless a finished one left it one; the compiler reports none.',
      );
  }
}

/** The first and the last step of a flow, each with a link: what it begins with, what holds it. */
function reasonLines(explanation: Explanation, context: HoverContext): string[] {
  const { localize } = context;
  const steps = explanation.flows.flatMap((flow) => flow.steps);
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) {
    return [];
  }
  if (first === last) {
    return [localize('Because of {0}', stepText(first, context))];
  }
  const countBetween = steps.length - 2;
  const between =
    countBetween === 0
      ? ''
      : countBetween === 1
        ? ` ${localize('(one step between)')}`
        : ` ${localize('({0} steps between)', countBetween)}`;
  return [
    localize('From {0}', stepText(first, context)),
    `${localize('to {0}', stepText(last, context))}${between}`,
  ];
}

function stepText({ expression, reason, at }: FlowStep, context: HoverContext): string {
  const where = linkText(at, context);
  return `${code(expression)} (${escapeMarkdown(reason)})${where === '' ? '' : `, ${where}`}`;
}

function linkText(place: Place, { linkTo }: HoverContext): string {
  const link = linkTo(place);
  if (!link) {
    return '';
  }
  const text = `${escapeMarkdown(link.fileName)}:${link.line}`;
  return link.uri === undefined ? text : `[${text}](${link.uri}#L${link.line},${link.character})`;
}

function tierLine({ tier, isCurrent, isEdited }: KnownVerdicts, localize: Localize): string {
  if (tier === 'static') {
    return isEdited
      ? localize('*Static analysis, as of the text before; this has been edited since*')
      : localize('*Static analysis*');
  }
  if (isCurrent) {
    return localize('*Compiler*');
  }
  return isEdited
    ? localize('*Compiler, as of the last good build; this has been edited since*')
    : localize('*Compiler, as of the last good build*');
}
