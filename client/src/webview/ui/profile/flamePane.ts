/** Stacks as boxes: all of them, or callers and callees of one function. */
import { unpackFlame, type FlameStacks } from '../../flameBoxes.ts';
import type { ViewHeader, ViewResult } from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import { keepFocus } from '../components/focus.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { FlameCanvas } from './flameCanvas.ts';
import { ownValue } from './flameLayout.ts';
import type { FlamePlace } from './flameScene.ts';
import { flameRows, type FlameRow } from './flameRows.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareColumn, valueColumn } from './tableColumns.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { flameColors } from './flameColors.ts';
import { amountText, isSigned } from '../../../profiles/models/texts.ts';
import { countText } from '../../../countText.ts';

type FlameResult = Extract<ViewResult, { readonly view: 'flame' }>;

export class FlamePane implements Pane<'flame'> {
  readonly element = element('div', { class: 'pane' });
  readonly #buttons = element('div', { class: 'choices' });
  /** On the current box, for those who walk by keys. */
  readonly #details = element('p', { class: 'details', role: 'status' });
  readonly #tooltip = element('div', { class: 'tooltip', role: 'tooltip', hidden: true });
  #canvas: FlameCanvas | undefined;
  #table: VirtualTable<FlameRow> | undefined;
  #result: FlameResult | undefined;
  /** What the result has, unpacked. */
  #stacks: FlameStacks | undefined;
  #context: PaneContext | undefined;
  #shownLook = '';

  request({ pivot }: PaneContext['state']) {
    return { view: 'flame', pivot } as const;
  }

  show(result: FlameResult, context: PaneContext): void {
    const { state, localize } = context;
    const isSame = result === this.#result;
    this.#result = result;
    const stacks = isSame && this.#stacks ? this.#stacks : unpackFlame(result.model);
    this.#stacks = stacks;
    this.#context = context;
    this.#drawButtons(context, isSigned(result.header));
    const look = { matches: context.matches, isDifference: isSigned(result.header) };
    const shownLook = JSON.stringify([state.isFlame, state.hasFlameTable]);
    if (!isSame || shownLook !== this.#shownLook) {
      this.#shownLook = shownLook;
      this.#canvas ??= this.#makeCanvas(localize('Flame graph'));
      this.#drawBody(state.hasFlameTable);
      // It takes its room from the canvas.
      this.#details.textContent = this.#hint();
      this.#canvas.show(stacks, state.isFlame, look);
    }
    this.#canvas?.highlight(look);
    if (state.hasFlameTable) {
      this.#table?.setRows(this.#rowsOf(stacks));
    }
  }

  /** What the picture has in one part, or as a whole, in more detail. */
  showPart({ model }: FlameResult): void {
    if (!model.part) {
      return;
    }
    const stacks = unpackFlame(model);
    if (this.#canvas?.showPart(stacks, model.part)) {
      const isHint = this.#details.textContent === this.#hint();
      this.#stacks = stacks;
      if (isHint) {
        this.#details.textContent = this.#hint();
      }
      if (this.#needed.state.hasFlameTable) {
        this.#table?.updateRows(this.#rowsOf(stacks));
      }
    }
  }

  #makeCanvas(label: string): FlameCanvas {
    return new FlameCanvas(label, {
      point: (place, event) => {
        this.#point(place, event);
      },
      select: (place) => {
        this.#details.textContent = this.#describe(place).join(' · ');
      },
      activate: (place) => {
        this.#pivot(this.#nameOf(place));
      },
      openSource: (place) => {
        this.#openSource(this.#nameOf(place));
      },
      leave: () => {
        this.#pivot('');
      },
      wantPart: (part) => {
        this.#context?.actions.askPart(part);
      },
    });
  }

  #drawBody(hasTable: boolean): void {
    const parts = hasTable ? this.#makeTable().element : this.#canvas?.element;
    this.element.replaceChildren(
      this.#buttons,
      ...(parts ? [parts] : []),
      this.#details,
      this.#tooltip,
    );
  }

  #drawButtons({ state, localize, actions }: PaneContext, isDifference: boolean): void {
    const toggle = (id: string, label: string, isOn: boolean, press: () => void) =>
      button(label, { id, 'aria-pressed': isOn ? 'true' : 'false' }, press);
    keepFocus(() => {
      this.#buttons.replaceChildren(
        toggle('flame-up', localize('Roots at the bottom'), state.isFlame, () => {
          actions.change({ isFlame: !state.isFlame });
        }),
        toggle('flame-table', localize('As a table'), state.hasFlameTable, () => {
          actions.change({ hasFlameTable: !state.hasFlameTable });
        }),
        ...(state.pivot === ''
          ? []
          : [
              button(localize('All stacks'), { id: 'flame-all' }, () => {
                actions.change({ pivot: '' });
              }),
              element(
                'span',
                { class: 'pivot' },
                localize('callers and callees of {0}', state.pivot),
              ),
            ]),
        ...(isDifference ? changeMarks(localize) : []),
      );
    });
  }

  #makeTable(): VirtualTable<FlameRow> {
    const { localize, state } = this.#needed;
    const header = this.#header;
    this.#table = new VirtualTable<FlameRow>({
      label: localize('Stacks as a table'),
      columns: [
        valueColumn(localize('Cum'), header, state.unit),
        shareColumn(localize('Cum %'), ({ value, count }) => shareText(value, header.total, count)),
        {
          key: 'name',
          title: localize('Function'),
          width: 'minmax(40ch, 1fr)',
          text: ({ name, isInlined, depth }) =>
            `${'  '.repeat(depth)}${depth > 0 ? '└ ' : ''}${name}${isInlined ? ' (inline)' : ''}`,
        },
      ],
      rowClass: () => 'preformatted',
      activate: ({ name }) => {
        this.#pivot(name);
      },
      key: ({ key }, { name }) => {
        if (key === 'o') {
          this.#openSource(name);
        } else if (key === 'Escape') {
          this.#pivot('');
        }
      },
    });
    return this.#table;
  }

  #rowsOf(stacks: FlameStacks): FlameRow[] {
    const { matches, localize } = this.#needed;
    const rows = flameRows(stacks, this.#header.sampling === 'counted', {
      all: localize('all'),
      callers: localize('callers'),
    });
    return matches ? rows.filter(({ name }) => matches(name)) : rows;
  }

  #point(place: FlamePlace | undefined, { clientX, clientY }: MouseEvent): void {
    this.#tooltip.hidden = place === undefined;
    if (place === undefined) {
      return;
    }
    const [name = '', ...facts] = this.#describe(place);
    this.#tooltip.replaceChildren(
      element('strong', {}, name),
      ...facts.map((fact) => element('div', {}, fact)),
    );
    const { innerWidth, innerHeight } = window;
    const { offsetWidth, offsetHeight } = this.#tooltip;
    this.#tooltip.style.left = `${Math.max(0, Math.min(clientX + 12, innerWidth - offsetWidth - 8))}px`;
    const below = clientY + 18;
    this.#tooltip.style.top = `${below + offsetHeight > innerHeight ? clientY - offsetHeight - 8 : below}px`;
  }

  /** The name, then what there is to know. */
  #describe({ side, box }: FlamePlace): string[] {
    const { localize, state } = this.#needed;
    const header = this.#header;
    const layout = this.#canvas?.scene?.side(side)?.layout;
    if (!layout) {
      return [];
    }
    const { boxes } = layout;
    const value = boxes.value[box] ?? 0;
    const count = boxes.counts.length > 0 ? (boxes.counts[box] ?? 0) : undefined;
    const own = side === 'callees' ? ownValue(layout, box) : 0;
    const samples = count === undefined ? undefined : countText(count);
    return [
      this.#nameOf({ side, box }) || localize('all'),
      [amountText(header, value, state.unit), shareText(value, header.total, count)]
        .filter(Boolean)
        .join(' · '),
      ...(samples === undefined ? [] : [localize('{0} samples', samples)]),
      ...(own === 0 ? [] : [localize('{0} by itself', amountText(header, own, state.unit))]),
      ...(boxes.isInlined[box] === 1 ? [localize('inlined')] : []),
    ];
  }

  #hint(): string {
    const { localize } = this.#needed;
    const { callees, callers } = this.#stacks ?? {};
    const countHidden = (callees?.countHidden ?? 0) + (callers?.countHidden ?? 0);
    return [
      localize(
        'Click or Enter: callers and callees. Shift and click or Z: zoom. Ctrl and click or O: source. Arrows walk, Escape goes back.',
      ),
      ...(countHidden === 0
        ? []
        : [
            localize(
              '{0} boxes too narrow to be drawn are there once you zoom in.',
              countText(countHidden),
            ),
          ]),
    ].join(' ');
  }

  #nameOf({ side, box }: FlamePlace): string {
    const boxes = this.#canvas?.scene?.side(side)?.layout.boxes;
    return boxes?.names[boxes.name[box] ?? -1] ?? '';
  }

  #pivot(pivot: string): void {
    this.#tooltip.hidden = true;
    this.#context?.actions.change({ pivot });
  }

  #openSource(name: string): void {
    if (name !== '') {
      this.#context?.actions.openSource(name);
    }
  }

  get #needed(): PaneContext {
    if (!this.#context) {
      throw new Error('nothing is shown yet');
    }
    return this.#context;
  }

  get #header(): ViewHeader {
    if (!this.#result) {
      throw new Error('nothing is shown yet');
    }
    return this.#result.header;
  }
}

/** What the colours of a comparison mean. */
function changeMarks(localize: Localize): HTMLElement[] {
  const { grown, shrunk } = flameColors();
  const mark = (color: string, text: string) => {
    const sample = element('span', { class: 'change-mark', 'aria-hidden': 'true' });
    sample.style.background = color;
    return element('span', {}, sample, text);
  };
  return [
    mark(grown.style, localize('more by this part')),
    mark(shrunk.style, localize('less by this part')),
    mark('transparent', localize('the same')),
  ];
}
