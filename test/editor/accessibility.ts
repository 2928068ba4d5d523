/** What axe finds in a document: the rules of WCAG 2.2 A and AA, and what is good practice besides. */
import axe from 'axe-core';
import type { Frame } from './playwright.ts';

/** A page is a part of the editor's window, which has the landmarks and the heading of its own. */
const NOT_OF_A_PART = ['landmark-one-main', 'page-has-heading-one', 'region'];

/**
 * One line a finding: the rule, how bad it is, and the elements. A page has no colour behind it but that of the place
 * that its frame is in, which `surface` names.
 */
export async function accessibilityFindings(
  frame: Frame,
  surface = '--vscode-editor-background',
): Promise<string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(
    async ({ disabled, behind }) => {
      document.documentElement.style.background = `var(${behind})`;
      const { axe: run } = globalThis as unknown as { readonly axe: typeof axe };
      const { violations } = await run.run(document, {
        rules: Object.fromEntries(disabled.map((rule) => [rule, { enabled: false }])),
        resultTypes: ['violations'],
      });
      return violations.map(
        ({ id, impact, nodes }) =>
          `${id} (${impact ?? ''}): ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`)
            .join(' | ')}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ''}`,
      );
    },
    { disabled: NOT_OF_A_PART, behind: surface },
  );
}
