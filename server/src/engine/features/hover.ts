import type {
  Attached,
  DeclarationVerdicts,
  KnownVerdicts,
  SourceText,
} from '../compilerlog/attach.ts';
import type { Explanation, FlowStep, InlineFact, Place } from '../compilerlog/rows.ts';
import type { InlinedCallSite, Site } from '../compilerlog/sites.ts';
import type { Declaration } from '../syntax/slicer.ts';
import type { Localize } from './localize.ts';

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
  readonly expressionsAt: ExpressionsAt;
  /** Where a place of the compiled text stands now; `undefined` if that text is gone. */
  readonly linkTo: (place: Place) => Link | undefined;
  /** Where in its callees an inlined copy stands; empty while that is not known. */
  readonly chainOf: (copy: Site) => readonly Place[];
  /** True when the package as it stands does not compile. */
  readonly isBroken: boolean;
  readonly localize: Localize;
}

export interface Link {
  readonly uri: string;
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
  if (!known) {
    return context.isBroken && isAtName(source, declaration, offset)
      ? {
          start: declaration.start,
          end: declaration.start + declaration.keyword.length,
          markdown: localize('Does not compile yet: no verdict of the compiler.'),
        }
      : undefined;
  }
  const relative = offset - declaration.start;
  for (const expression of expressionsAt(declaration, relative)) {
    const texts = textsAt(known.verdicts, expression.anchor, context);
    if (texts.length > 0) {
      return {
        start: declaration.start + expression.start,
        end: declaration.start + expression.end,
        markdown: [...texts, tierLine(known, localize)].join('\n\n'),
      };
    }
  }
  return undefined;
}

/** What the hints of one line stand for. */
export function lineMarkdown(context: HoverContext, line: number): string | undefined {
  const { source, verdictsOn, localize } = context;
  const start = source.lines.lineStart(line);
  const end = source.lines.lineEnd(line);
  const declaration = source.slices.declarationAt(start) ?? source.slices.declarationAt(end);
  const known = declaration && verdictsOn(declaration);
  if (!known) {
    return undefined;
  }
  const isOnLine = ({ offset }: Attached<unknown>) =>
    declaration.start + offset >= start && declaration.start + offset <= end;
  const texts = [
    ...known.verdicts.sites
      .filter((each) => isOnLine(each) && each.fact.verdict === 'heap')
      .map(({ fact }) => siteText(fact, context)),
    ...known.verdicts.calls
      .filter((each) => isOnLine(each) && countHeap(each.fact) > 0)
      .map(({ fact }) => callText(fact, context)),
  ];
  return texts.length === 0 ? undefined : [...texts, tierLine(known, localize)].join('\n\n');
}

function isAtName(source: SourceText, declaration: Declaration, offset: number): boolean {
  const headerEnd = source.lines.lineEnd(source.lines.lineAt(declaration.start));
  return offset <= headerEnd;
}

function textsAt(verdicts: DeclarationVerdicts, anchor: number, context: HoverContext): string[] {
  const isHere = ({ offset }: Attached<unknown>) => offset === anchor;
  return [
    ...verdicts.sites.filter(isHere).map(({ fact }) => siteText(fact, context)),
    ...verdicts.calls.filter(isHere).map(({ fact }) => callText(fact, context)),
    ...verdicts.inlineFacts.filter(isHere).map(({ fact }) => inlineText(fact, context.localize)),
  ];
}

function siteText(site: Site, context: HoverContext): string {
  const lines = [`**${headline(site, context.localize)}**`];
  if (site.detail !== '' && site.kind !== 'param') {
    lines.push(escapeMarkdown(site.detail));
  }
  if (site.explanation) {
    lines.push(...reasonLines(site.explanation, context));
  }
  return lines.join('  \n');
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

function callText(call: InlinedCallSite, context: HoverContext): string {
  const { localize } = context;
  const callees = call.callees.map(code).join(', ');
  const countObjects = countHeap(call);
  const title =
    countObjects === 1
      ? localize('Inlined call of {0}: 1 object on the heap', callees)
      : localize('Inlined call of {0}: {1} objects on the heap', callees, countObjects);
  const copies = call.copies.map((copy) => {
    const [first = '', ...rest] = siteText(copy, context).split('  \n');
    const from = context.chainOf(copy).map((place) => linkText(place, context));
    const origin = from.length === 0 ? '' : ` ${localize('in {0}', from.join(' → '))}`;
    return [`- ${first.replaceAll('**', '')}${origin}`, ...rest.map((line) => `  ${line}`)].join(
      '  \n',
    );
  });
  return [`**${title}**`, ...copies].join('\n');
}

function countHeap(call: InlinedCallSite): number {
  return call.copies.filter(({ verdict }) => verdict === 'heap').length;
}

function inlineText({ functionName, cost, reason }: InlineFact, localize: Localize): string {
  const name = code(functionName);
  if (reason !== undefined) {
    return localize('{0} is not inlined: {1}', name, escapeMarkdown(reason));
  }
  return cost === undefined
    ? localize('{0} can be inlined', name)
    : localize('{0} can be inlined: cost {1}', name, cost);
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
  return link
    ? `[${escapeMarkdown(link.fileName)}:${link.line}](${link.uri}#L${link.line},${link.character})`
    : '';
}

function tierLine({ isCurrent }: KnownVerdicts, localize: Localize): string {
  return isCurrent ? localize('*Compiler*') : localize('*Compiler, as of the last good build*');
}

/** Inline code that may itself hold back quotes. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');
}
