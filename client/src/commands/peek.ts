import { Location, Uri, commands, type Disposable } from 'vscode';
import { CLIENT_COMMANDS, type DocumentPosition } from '../../../server/src/protocol.ts';
import { positionOf } from '../requests.ts';

/** What a function's lens does: the places below it in the peek view. */
export function registerPeekAllocations(): Disposable {
  return commands.registerCommand(
    CLIENT_COMMANDS.peekAllocations,
    async (uri: string, at: DocumentPosition, places: readonly DocumentPosition[]) => {
      const document = Uri.parse(uri);
      await peek(
        document,
        at,
        places.map((place) => new Location(document, positionOf(place))),
      );
    },
  );
}

/** Opens the peek view below a line, also where there is one place only. */
export async function peek(
  document: Uri,
  at: DocumentPosition,
  locations: readonly Location[],
): Promise<void> {
  await commands.executeCommand(
    'editor.action.peekLocations',
    document,
    positionOf(at),
    locations,
    'peek',
  );
}
