/** What clients ask of code actions, and can do with them. */
import type { ClientCapabilities, CodeActionContext } from 'vscode-languageserver/node';

/** What a client can do with actions. */
export interface ActionAbilities {
  readonly showsDisabled: boolean;
  readonly resolvesEdits: boolean;
  /** Whether an edit may bring new files. */
  readonly createsFiles: boolean;
}

/** Undefined for clients that know commands only. */
export function abilitiesOf({
  textDocument,
  workspace,
}: ClientCapabilities): ActionAbilities | undefined {
  const codeAction = textDocument?.codeAction;
  return codeAction?.codeActionLiteralSupport === undefined
    ? undefined
    : {
        showsDisabled: codeAction.disabledSupport === true,
        resolvesEdits:
          codeAction.dataSupport === true &&
          codeAction.resolveSupport?.properties.includes('edit') === true,
        createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
      };
}

/** Whether actions of a kind are wanted: all are where nobody says which. */
export function isAskedFor(kind: string, { only }: CodeActionContext): boolean {
  return only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
}
