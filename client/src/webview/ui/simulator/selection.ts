/** What the user has pointed at. */
export type Selection =
  | { readonly kind: 'span'; readonly span: number }
  | { readonly kind: 'slot'; readonly span: number; readonly slot: number }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'class'; readonly spanClass: number }
  | { readonly kind: 'cycle'; readonly cycle: number }
  | { readonly kind: 'stage'; readonly stage: Stage };

export const STAGES = ['mutator', 'mcache', 'mcentral', 'mheap', 'os'] as const;
export type Stage = (typeof STAGES)[number];

export function selectedSpan(selection: Selection | undefined): number | undefined {
  return selection?.kind === 'span' || selection?.kind === 'slot' ? selection.span : undefined;
}
