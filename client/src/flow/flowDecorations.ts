import type { Disposable } from 'vscode';
import {
  MarkdownString,
  OverviewRulerLane,
  ThemeColor,
  Uri,
  window,
  type DecorationOptions,
  type TextEditor,
} from 'vscode';
import type { EscapeFlow, EscapeFlowStep } from '../../../server/src/protocol.ts';
import { rangeOf } from '../requests.ts';

/** ①, the first of twenty such characters. */
const CIRCLED_ONE = 0x2460;
const COUNT_CIRCLED = 20;

const STEP_BORDER = new ThemeColor('goMemory.flowStepBorder');

/** Marks the steps of a flow in all editors that show one of their files. */
export class FlowDecorations implements Disposable {
  readonly #step = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('goMemory.flowStepBackground'),
    border: '1px solid',
    borderColor: STEP_BORDER,
    overviewRulerColor: STEP_BORDER,
    overviewRulerLane: OverviewRulerLane.Center,
  });
  /** The step that the user is at is underlined as well. */
  readonly #current = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('goMemory.flowStepBackground'),
    border: '1px solid; border-bottom-width: 3px',
    borderColor: STEP_BORDER,
    overviewRulerColor: STEP_BORDER,
    overviewRulerLane: OverviewRulerLane.Full,
  });

  show({ steps }: EscapeFlow, current: number): void {
    for (const editor of window.visibleTextEditors) {
      const marks = marksIn(editor, steps);
      const isCurrent = ({ indexes }: Mark) => indexes.includes(current);
      editor.setDecorations(
        this.#step,
        marks.filter((mark) => !isCurrent(mark)).map(({ options }) => options),
      );
      editor.setDecorations(
        this.#current,
        marks.filter(isCurrent).map(({ options }) => options),
      );
    }
  }

  clear(): void {
    for (const editor of window.visibleTextEditors) {
      editor.setDecorations(this.#step, []);
      editor.setDecorations(this.#current, []);
    }
  }

  dispose(): void {
    this.#step.dispose();
    this.#current.dispose();
  }
}

/** `①`; in words of digits where there is no such character. */
function badgeOf(index: number): string {
  return index < COUNT_CIRCLED ? String.fromCodePoint(CIRCLED_ONE + index) : `(${index + 1})`;
}

/** One decoration; a place that the flow passes several times has several numbers. */
interface Mark {
  readonly indexes: readonly number[];
  readonly options: DecorationOptions;
}

function marksIn(editor: TextEditor, steps: readonly EscapeFlowStep[]): Mark[] {
  const uri = editor.document.uri.toString();
  const places = new Map<string, { step: EscapeFlowStep; indexes: number[] }>();
  for (const [index, step] of steps.entries()) {
    if (Uri.parse(step.uri).toString() === uri) {
      const key = JSON.stringify([step.start, step.end]);
      const place = places.get(key) ?? { step, indexes: [] };
      place.indexes.push(index);
      places.set(key, place);
    }
  }
  return [...places.values()].map(({ step, indexes }) => ({
    indexes,
    options: {
      range: rangeOf(step),
      hoverMessage: indexes.flatMap((index) => {
        const each = steps[index];
        return each ? [new MarkdownString().appendText(`${index + 1}. ${stepText(each)}`)] : [];
      }),
      renderOptions: {
        before: {
          contentText: indexes.map(badgeOf).join(''),
          color: new ThemeColor('goMemory.flowStepBorder'),
          fontWeight: 'bold',
          margin: '0 2px 0 0',
        },
      },
    },
  }));
}

/** `&u: address-of, u = &u`. */
export function stepText({ expression, reason, flow }: EscapeFlowStep): string {
  return [`${expression}: ${reason}`, flow].filter((part) => part !== '').join(', ');
}
