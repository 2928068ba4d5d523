/** Hover cards of the text editor. */
import type { EditorWindow } from './browser.ts';
import { moveTo, type Place } from './places.ts';

/** A hover card as it is read. */
export interface ShownHover {
  /** The text of each section, one below the other. */
  readonly sections: readonly string[];
  readonly links: readonly { readonly text: string; readonly target: string }[];
}

/** How long to rest the mouse before trying again. */
const REST_MS = 4000;

/** Reads the hover card that is open, if one is. */
export function readHover(window: EditorWindow): Promise<ShownHover | undefined> {
  return window.page.evaluate(() => {
    const card = [...document.querySelectorAll<HTMLElement>('.monaco-hover')].find(
      (hover) =>
        !hover.classList.contains('hidden') &&
        hover.offsetHeight > 0 &&
        hover.closest('.monaco-editor, .overflowingContentWidgets') !== null,
    );
    if (card === undefined) {
      return undefined;
    }
    return {
      sections: [...card.querySelectorAll<HTMLElement>('.hover-contents')]
        .map((section) => section.innerText.replaceAll('\u00a0', ' ').trim())
        .filter((text) => text !== ''),
      links: [...card.querySelectorAll<HTMLElement>('.hover-contents a')].map((link) => ({
        text: link.innerText,
        target: link.getAttribute('data-href') ?? link.getAttribute('href') ?? '',
      })),
    };
  });
}

/** Takes the mouse out of the text and closes the hover card. */
export async function leave(window: EditorWindow): Promise<void> {
  await window.page.mouse.move(2, 2);
  await window.waitFor(
    'closed hover',
    () => readHover(window),
    (card) => card === undefined,
  );
}

/**
 * Rests the mouse on a place and returns the hover card once `accept` likes it. A card does not take
 * up what comes to be known while it is open (a diagnostic, another extension's word), so as a person
 * would, this takes the mouse away and back from time to time. The card stays open.
 */
export async function hover(
  window: EditorWindow,
  place: Place,
  accept: (card: ShownHover) => boolean = (card) => card.sections.length > 0,
): Promise<ShownHover> {
  const isIt = (card: ShownHover | undefined): boolean => card !== undefined && accept(card);
  const card = await window.waitFor(
    `hover at ${JSON.stringify(place)}`,
    async () => {
      await leave(window);
      await moveTo(window, place);
      return window.poll(() => readHover(window), isIt, REST_MS);
    },
    isIt,
  );
  return card ?? { sections: [], links: [] };
}

/** Clicks a link of the hover card that is open. */
export async function clickHoverLink(window: EditorWindow, text: string): Promise<void> {
  await window.page
    .locator('.monaco-hover:not(.hidden) .hover-contents a', { hasText: text })
    .first()
    .click();
}
