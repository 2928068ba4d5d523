/** What clients ask of code actions, and can do with them. */
import type { ClientCapabilities, CodeActionContext } from 'vscode-languageserver/node';

/** What a client can do with actions. */
export interface ActionAbilities {
  readonly showsDisabled: boolean;
  readonly resolvesEdits: boolean;
}

/** Undefined for clients that know commands only. */
export function abilitiesOf({ textDocument }: ClientCapabilities): ActionAbilities | undefined {
  const codeAction = textDocument?.codeAction;
  return codeAction?.codeActionLiteralSupport === undefined
    ? undefined
    : {
        showsDisabled: codeAction.disabledSupport === true,
        resolvesEdits:
          codeAction.dataSupport === true &&
          codeAction.resolveSupport?.properties.includes('edit') === true,
      };
}

/** Whether actions of a kind are wanted: all are where nobody says which. */
export function isAskedFor(kind: string, { only }: CodeActionContext): boolean {
  return only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
}
