/** What we say, in the lines that the compiler prints: finish and paramTag of escape.go, inl.go (Go 1.26). */
import type { InlineFact, VerdictRow } from '../../../server/src/engine/compilerlog/rows.ts';
import type { DeclarationLog } from '../../../server/src/workspace/declarationLogs.ts';
import type { Message } from './expectations.ts';

export function messagesOf(
  { rows, inlineFacts, inlinedCalls, remarks }: DeclarationLog,
  flags: readonly string[],
): Message[] {
  const isDetailed = flags.includes('-m=2');
  const tellsEffects = flags.some((flag) => flag.includes('escapemutationscalls'));
  return [
    ...rows.flatMap(({ place: { line }, ...row }) =>
      rowTexts(row, tellsEffects).map((text) => ({ line, text })),
    ),
    ...inlineFacts.flatMap((fact) => {
      const text = inliningText(fact, isDetailed);
      return text === undefined ? [] : [{ line: fact.place.line, text }];
    }),
    ...inlinedCalls.map(({ place: { line }, callee }) => ({
      line,
      text: `inlining call to ${callee}`,
    })),
    ...remarks
      .filter(({ message }) => isDetailed || !isDetail(message))
      .map(({ place: { line }, message }) => ({ line, text: message })),
  ];
}

/** Of `for b.Loop()`, and of large functions. */
function isDetail(message: string): boolean {
  return / will be kept alive$| bloop pass$| considered 'big'/.test(message);
}

function rowTexts(row: Omit<VerdictRow, 'place'>, tellsEffects: boolean): string[] {
  const { kind, what, verdict, detail } = row;
  switch (verdict) {
    case 'heap':
      return [kind === 'var' ? `moved to heap: ${what}` : `${what} escapes to heap`];
    case 'stack':
      return kind === 'zerocopy'
        ? ['zero-copy string->[]byte conversion']
        : [`${what} does not escape`];
    case 'leak':
      return [`leaking param: ${what}`];
    case 'leak-content':
      return [`leaking param content: ${what}`];
    case 'leak-result':
      return [`leaking param: ${what} ${detail}`];
    case 'noleak':
      return noLeakTexts(what, detail, tellsEffects);
  }
}

/** With `-d=escapemutationscalls` the line names the effects that there are, or says there are none. */
function noLeakTexts(what: string, detail: string, tellsEffects: boolean): string[] {
  if (!tellsEffects) {
    return [`${what} does not escape`];
  }
  return detail === ''
    ? [`${what} does not escape, mutate, or call`]
    : detail.split('; ').map((effect) => effect.replace(' ', ` param: ${what} `));
}

function inliningText(fact: InlineFact, isDetailed: boolean): string | undefined {
  const { functionName, cost, reason } = fact;
  if (cost === undefined) {
    return isDetailed ? `cannot inline ${functionName}: ${reason ?? ''}` : undefined;
  }
  return isDetailed
    ? `can inline ${functionName} with cost ${cost} as:`
    : `can inline ${functionName}`;
}
