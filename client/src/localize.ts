import { l10n } from 'vscode';
import type { Localize } from '../../server/src/engine/features/localize.ts';

/** In the language of the editor. */
export const localize: Localize = (message, ...args) => l10n.t(message, ...args);
