import { button, element } from './elements.ts';

/** Views of which one is shown: the tab pattern of ARIA. The view itself is the element `view`. */
export interface Tabs<View extends string> {
  readonly label: string;
  readonly views: readonly (readonly [view: View, title: string])[];
  readonly shown: View;
  readonly choose: (view: View) => void;
}

/** Each tab is the element `tab-<view>`; it has the focus after it was chosen with a key. */
export function tabs<View extends string>({
  label,
  views,
  shown,
  choose,
}: Tabs<View>): HTMLElement {
  const list = element('div', { role: 'tablist', 'aria-label': label });
  for (const [view, title] of views) {
    const isShown = view === shown;
    list.append(
      button(
        title,
        {
          role: 'tab',
          id: `tab-${view}`,
          'aria-selected': isShown ? 'true' : 'false',
          'aria-controls': 'view',
          tabindex: isShown ? 0 : -1,
        },
        () => {
          choose(view);
        },
      ),
    );
  }
  list.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    const at = views.findIndex(([view]) => view === shown);
    const next = step === undefined ? undefined : views.at((at + step) % views.length);
    if (next) {
      event.preventDefault();
      choose(next[0]);
      document.getElementById(`tab-${next[0]}`)?.focus();
    }
  });
  return list;
}
