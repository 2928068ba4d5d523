/** Who calls whom, as a picture and as a table of calls. */
import type { GraphEdgeModel, ViewResult } from '../../profileProtocol.ts';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { button, element } from '../components/elements.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { Graphviz } from './graphviz.ts';
import { graphPicture } from './graphPicture.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareColumn, valueColumn } from './tableColumns.ts';
import { countText } from '../../../countText.ts';

type GraphResult = Extract<ViewResult, { readonly view: 'graph' }>;

/** How many calls are drawn: fewer where layouts of more take too long. */
const EDGE_COUNTS = [160, 80, 40];
const ZOOM = 1.25;

export class GraphPane implements Pane<'graph'> {
  readonly element = element('div', { class: 'pane' });
  readonly #picture = element('div', { class: 'graph', tabindex: 0, id: 'graph' });
  readonly #note = element('p', { class: 'details', role: 'status' });
  #graphviz: Graphviz | undefined;
  #result: GraphResult | undefined;
  #drawnUnit = '';
  #zoom = 1;

  /** `script` is the address of Graphviz. */
  start(script: string): void {
    this.#graphviz = new Graphviz(script);
  }

  request() {
    return { view: 'graph' } as const;
  }

  show(result: GraphResult, context: PaneContext): void {
    const { state, localize } = context;
    this.element.replaceChildren(
      this.#buttons(context),
      state.hasGraphTable ? callTable(result, context).element : this.#picture,
      this.#note,
    );
    this.#picture.role = 'group';
    this.#picture.ariaLabel = localize('Call graph');
    const isSame = result === this.#result && state.unit === this.#drawnUnit;
    this.#result = result;
    this.#drawnUnit = state.unit;
    if (!isSame) {
      this.#picture.replaceChildren();
      void this.#draw(result, context);
    }
    this.#mark(context);
  }

  #buttons({ state, localize, actions }: PaneContext): HTMLElement {
    const zoom = (id: string, label: string, text: string, factor: number) =>
      button(text, { id, 'aria-label': label }, () => {
        this.#zoom *= factor;
        this.#resize();
      });
    return element(
      'div',
      { class: 'choices' },
      zoom('graph-in', localize('Zoom in'), '+', ZOOM),
      zoom('graph-out', localize('Zoom out'), '−', 1 / ZOOM),
      button(
        localize('As a table'),
        { id: 'graph-table', 'aria-pressed': state.hasGraphTable ? 'true' : 'false' },
        () => {
          actions.change({ hasGraphTable: !state.hasGraphTable });
        },
      ),
    );
  }

  async #draw(result: GraphResult, context: PaneContext): Promise<void> {
    const { localize, state } = context;
    const { model, header } = result;
    this.#note.textContent = localize('Laying out the graph…');
    for (const count of EDGE_COUNTS) {
      const answer = await this.#graphviz?.layOut(graphPicture(model, header, state.unit, count));
      if (this.#result !== result) {
        return;
      }
      if (answer && 'problem' in answer) {
        this.#note.textContent = answer.problem;
        return;
      }
      if (answer) {
        this.#showPicture(answer.svg, result, context);
        const countLeft = Math.max(0, model.edges.length - count);
        this.#note.textContent = leftOutText(model.countHidden, countLeft, localize);
        return;
      }
    }
    this.#note.textContent = localize(
      'The layout takes too long. Filters or a root make the graph smaller; the table has all of it.',
    );
  }

  #showPicture(svg: string, { model }: GraphResult, context: PaneContext): void {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    const picture = document.importNode(parsed, true);
    picture.querySelectorAll('title').forEach((title) => {
      title.remove();
    });
    for (const [index, { name }] of model.nodes.entries()) {
      const node = picture.querySelector<SVGElement>(`#node-${index}`);
      node?.setAttribute('tabindex', '0');
      node?.setAttribute('role', 'button');
      node?.setAttribute('data-name', name);
      node?.setAttribute('aria-label', `${shownText(node)}; ${name}`);
      node?.addEventListener('click', () => {
        context.actions.change({ view: 'peek', pivot: name });
      });
      node?.addEventListener('keydown', (event) => {
        press(event, name, context);
      });
    }
    this.#picture.replaceChildren(picture);
    this.#resize();
    this.#mark(context);
    this.#center(picture.querySelector('#node-0'));
  }

  #center(node: Element | null): void {
    if (node) {
      const at = node.getBoundingClientRect();
      const room = this.#picture.getBoundingClientRect();
      this.#picture.scrollLeft += at.left + at.width / 2 - (room.left + room.width / 2);
      this.#picture.scrollTop += at.top + at.height / 2 - (room.top + room.height / 2);
    }
  }

  #mark({ matches }: PaneContext): void {
    for (const node of this.#picture.querySelectorAll('.node')) {
      node.classList.toggle('match', matches?.(node.getAttribute('data-name') ?? '') === true);
    }
  }

  /** Graphviz writes sizes in points. */
  #resize(): void {
    const picture = this.#picture.querySelector('svg');
    const [, , width = 0, height = 0] = (picture?.getAttribute('viewBox') ?? '')
      .split(' ')
      .map(Number);
    picture?.setAttribute('width', String(width * this.#zoom * 1.2));
    picture?.setAttribute('height', String(height * this.#zoom * 1.2));
  }
}

function press(event: KeyboardEvent, name: string, { actions }: PaneContext): void {
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    actions.change({ view: 'peek', pivot: name });
  } else if (event.key === 'o') {
    actions.openSource(name);
  }
}

function callTable(
  { model, header }: GraphResult,
  { state, localize, actions, matches }: PaneContext,
): VirtualTable<GraphEdgeModel> {
  const nameOf = (index: number) => model.nodes[index]?.name ?? '';
  const table = new VirtualTable<GraphEdgeModel>({
    label: localize('Calls'),
    columns: [
      valueColumn(header.type, header, state.unit),
      shareColumn('%', ({ value }) => shareText(value, header.total, undefined)),
      {
        key: 'from',
        title: localize('Caller'),
        width: 'minmax(20ch, 1fr)',
        text: ({ from }) => nameOf(from),
      },
      {
        key: 'to',
        title: localize('Callee'),
        width: 'minmax(20ch, 1fr)',
        text: ({ to, isInlined }) => `${nameOf(to)}${isInlined ? ' (inline)' : ''}`,
      },
    ],
    activate: ({ to }) => {
      actions.change({ view: 'peek', pivot: nameOf(to) });
    },
  });
  table.setRows(
    matches
      ? model.edges.filter(({ from, to }) => matches(nameOf(from)) || matches(nameOf(to)))
      : model.edges,
  );
  return table;
}

/** What a node says in the picture, line after line. */
function shownText(node: Element): string {
  return Array.from(node.querySelectorAll('text'), ({ textContent }) => textContent).join(' ');
}

function leftOutText(countFrames: number, countCalls: number, localize: Localize): string {
  const [frames, calls] = [countFrames, countCalls].map(countText);
  if (countCalls > 0) {
    return localize(
      '{0} frames and {1} calls that take little are left out.',
      frames ?? '',
      calls ?? '',
    );
  }
  return countFrames > 0 ? localize('{0} frames that take little are left out.', frames ?? '') : '';
}
