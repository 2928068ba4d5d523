/** Keys and focus of a list whose items open: the tree pattern of ARIA. */

export interface TreeActions {
  /** Enter, Space or a double click on an item. */
  readonly activate: (path: string) => void;
  /** An item is to be opened or closed. */
  readonly expand: (path: string, isExpanded: boolean) => void;
  /** The focus or the mouse is on an item; undefined when it leaves. */
  readonly point: (path: string | undefined) => void;
}

/** Makes the children of `tree` with `role=treeitem` and `data-path` behave as items. */
export function operateTree(tree: HTMLElement, actions: TreeActions): void {
  const items = () => [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const itemOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[role=treeitem]') : null;
  const [first] = items();
  if (first) {
    first.tabIndex = 0;
  }

  tree.addEventListener('keydown', (event) => {
    const item = itemOf(event.target);
    if (item && !event.altKey && !event.ctrlKey && !event.metaKey) {
      if (pressKey(event.key, item, items(), actions)) {
        event.preventDefault();
      }
    }
  });
  tree.addEventListener('focusin', ({ target }) => {
    const item = itemOf(target);
    items().forEach((each) => (each.tabIndex = each === item ? 0 : -1));
    actions.point(item?.dataset.path);
  });
  tree.addEventListener('focusout', () => {
    actions.point(undefined);
  });
  tree.addEventListener('mouseover', ({ target }) => {
    actions.point(itemOf(target)?.dataset.path);
  });
  tree.addEventListener('mouseleave', () => {
    actions.point(undefined);
  });
  tree.addEventListener('click', ({ target }) => {
    const item = itemOf(target);
    const expanded = item?.ariaExpanded;
    item?.focus();
    if (item?.dataset.path !== undefined && typeof expanded === 'string') {
      actions.expand(item.dataset.path, expanded !== 'true');
    }
  });
  tree.addEventListener('dblclick', ({ target }) => {
    const path = itemOf(target)?.dataset.path;
    if (path !== undefined) {
      actions.activate(path);
    }
  });
}

/** Whether the key means something here. */
function pressKey(
  key: string,
  item: HTMLElement,
  items: readonly HTMLElement[],
  { activate, expand }: TreeActions,
): boolean {
  const at = items.indexOf(item);
  const path = item.dataset.path ?? '';
  const level = levelOf(item);
  switch (key) {
    case 'ArrowDown':
      return focus(items[at + 1]);
    case 'ArrowUp':
      return focus(items[at - 1]);
    case 'Home':
      return focus(items[0]);
    case 'End':
      return focus(items.at(-1));
    case 'ArrowRight':
      if (item.ariaExpanded === 'false') {
        expand(path, true);
        return true;
      }
      return item.ariaExpanded === 'true' && focus(items[at + 1]);
    case 'ArrowLeft':
      if (item.ariaExpanded === 'true') {
        expand(path, false);
        return true;
      }
      return focus(items.slice(0, at).findLast((each) => levelOf(each) < level));
    case 'Enter':
    case ' ':
      activate(path);
      return true;
    default:
      return false;
  }
}

function levelOf(item: HTMLElement): number {
  return Number(item.ariaLevel ?? 1);
}

function focus(item: HTMLElement | undefined): boolean {
  item?.focus();
  return item !== undefined;
}
