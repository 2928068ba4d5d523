/** What the script would come to with other settings: predictions side by side, and what really happens. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { CYCLES_ACCURACY, PEAK_ACCURACY } from '../../../../../server/src/engine/heap/accuracy.ts';
import { isRecorded, type Script } from '../../../../../server/src/engine/heap/script.ts';
import {
  parseSetting,
  settingText,
  type Setting,
} from '../../../../../server/src/engine/heap/setting.ts';
import {
  predict,
  type Prediction,
  type RealOutcome,
} from '../../../../../server/src/engine/heap/whatIf.ts';
import { button, element } from '../components/elements.ts';
import { makeCanvas } from './canvas.ts';
import { section } from './section.ts';
import { bytesText, shareText, timeText } from './texts.ts';
import type { View } from './view.ts';
import { drawPredictions } from './whatIfChart.ts';
import { countText } from '../../../countText.ts';

export interface WhatIfHost {
  /** The one that the page simulates; undefined if it is wrong. */
  readonly script: () => Script | undefined;
  /** Whether programs may be run here. */
  readonly canRun: boolean;
  /** Has the script run with each setting; `showReal` is called with that number and what came of it. */
  readonly runForReal: (run: number, settings: readonly Setting[]) => void;
}

/** Work between two frames. */
const SLICE_MS = 8;

const SUGGESTED: readonly string[] = ['GOGC=50', 'GOGC=100', 'GOGC=200', ''];

export class WhatIfView implements View {
  readonly section: HTMLElement;
  readonly #localize: Localize;
  readonly #host: WhatIfHost;
  readonly #inputs: readonly HTMLInputElement[];
  readonly #problem = element('p', { role: 'alert', class: 'what-if-problem' });
  readonly #progress = element('output', { class: 'progress', id: 'what-if-progress' });
  readonly #rows = element('tbody');
  readonly #results: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #check: HTMLButtonElement;
  #predictions: readonly Prediction[] = [];
  #real: readonly RealOutcome[] = [];
  /** Counts what has been begun: what is under way ends, and what ran is not shown, when there is something newer. */
  #run = 0;

  constructor(localize: Localize, host: WhatIfHost) {
    this.#localize = localize;
    this.#host = host;
    this.#inputs = SUGGESTED.map((text, index) =>
      element('input', {
        id: `what-if-${index + 1}`,
        value: text,
        size: 26,
        spellcheck: 'false',
        placeholder: 'GOGC=100,GOMEMLIMIT=512MiB',
        'aria-label': localize('Setting {0}', index + 1),
      }),
    );
    this.#canvas = makeCanvas(
      'what-if-chart',
      localize('The live heap over time with each setting; the table above has the numbers'),
    );
    this.#check = button(localize('Check Against Reality'), { id: 'what-if-check' }, () => {
      this.#progress.value = localize('The runtime runs the script…');
      host.runForReal(this.#run, this.#predictions);
    });
    this.#results = element(
      'div',
      { hidden: true },
      element('table', { class: 'what-if' }, this.#heads(), this.#rows),
      element(
        'p',
        { class: 'legend' },
        localize(
          '±: nine of ten predictions were off by no more, on a machine that did nothing else; on a busy one cycles are fewer and longer. Columns without it follow from modelled times, and were not compared.',
        ),
      ),
      this.#canvas,
      this.#check,
    );
    this.section = section(
      'what-if',
      localize('What if'),
      element(
        'div',
        { class: 'group' },
        ...this.#inputs,
        button(localize('Predict'), { id: 'what-if-predict' }, () => void this.#predict()),
        this.#progress,
      ),
      this.#problem,
      this.#results,
    );
  }

  draw(_scene: unknown, isThorough: boolean): void {
    if (isThorough && this.#predictions.length > 0) {
      drawPredictions(this.#canvas, this.#predictions);
    }
  }

  /** Another script has begun: what was predicted is not of it. */
  forget(): void {
    this.#run++;
    this.#predictions = [];
    this.#real = [];
    this.#results.hidden = true;
    this.#progress.value = '';
  }

  /** None where it failed, which somebody else says. */
  showReal(run: number, outcomes: readonly RealOutcome[]): void {
    if (run !== this.#run) {
      return;
    }
    this.#real = outcomes;
    this.#progress.value = '';
    this.#show();
  }

  #heads(): HTMLElement {
    const localize = this.#localize;
    const band = (share: number) => `±${Math.round(100 * share)}%`;
    const heads = [
      localize('setting'),
      `${localize('peak heap')} ${band(PEAK_ACCURACY.p90)}`,
      localize('peak mapped'),
      localize('of it no heap'),
      `${localize('GC cycles')} ${band(CYCLES_ACCURACY.p90)}`,
      localize('a second'),
      'GC CPU',
      localize('assists'),
      localize('stopped a second'),
    ];
    return element(
      'thead',
      {},
      element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
    );
  }

  async #predict(): Promise<void> {
    this.forget();
    const run = this.#run;
    const script = this.#host.script();
    const settings = script && this.#settings(script);
    if (script === undefined || settings === undefined) {
      return;
    }
    const predictions: Prediction[] = [];
    for (const setting of settings) {
      const prediction = await this.#follow(run, predict(script, setting), setting);
      if (prediction === undefined) {
        return;
      }
      predictions.push(prediction);
    }
    this.#predictions = predictions;
    this.#progress.value = '';
    this.#show();
  }

  /** Undefined, with a word on it, where one is wrong or there is none. */
  #settings(script: Script): Setting[] | undefined {
    this.#problem.textContent = '';
    const settings: Setting[] = [];
    for (const { value } of this.#inputs) {
      if (value.trim() === '') {
        continue;
      }
      const setting = parseSetting(value, script);
      if ('problem' in setting) {
        this.#problem.textContent = `${value}: ${setting.problem}`;
        return undefined;
      }
      settings.push(setting);
    }
    return settings.length === 0 ? undefined : settings;
  }

  /** A prediction in slices, so that the page stays alive; undefined where something newer has begun. */
  async #follow(
    run: number,
    steps: Generator<number, Prediction>,
    setting: Setting,
  ): Promise<Prediction | undefined> {
    for (;;) {
      const until = performance.now() + SLICE_MS;
      let step = steps.next();
      while (step.done !== true && performance.now() < until) {
        step = steps.next();
      }
      if (step.done === true) {
        return step.value;
      }
      this.#progress.value = `${settingText(setting)}: ${shareText(step.value)}`;
      await new Promise((resolve) => setTimeout(resolve));
      if (run !== this.#run) {
        return undefined;
      }
    }
  }

  #show(): void {
    this.#rows.replaceChildren(
      ...this.#predictions.flatMap((prediction, index) => {
        const real = this.#real[index];
        return [
          row(settingText(prediction), predictedCells(prediction, this.#localize)),
          ...(real === undefined
            ? []
            : [row(this.#localize('really'), realCells(real, this.#localize), 'real')]),
        ];
      }),
    );
    this.#results.hidden = this.#predictions.length === 0;
    const script = this.#host.script();
    this.#check.hidden = !this.#host.canRun || script === undefined || isRecorded(script);
    drawPredictions(this.#canvas, this.#predictions);
  }
}

function row(name: string, cells: readonly string[], kind = 'predicted'): HTMLElement {
  return element(
    'tr',
    { class: kind },
    element('th', { scope: 'row' }, name),
    ...cells.map((cell) => element('td', {}, cell)),
  );
}

function predictedCells(prediction: Prediction, localize: Localize): string[] {
  const { outOfMemory, peakHeapBytes, peakMappedBytes, nonHeapBytes } = prediction;
  return [
    outOfMemory ? localize('above 16 GiB') : bytesText(peakHeapBytes),
    bytesText(peakMappedBytes),
    bytesText(nonHeapBytes),
    ...timeCells(prediction),
  ];
}

function realCells(real: RealOutcome, localize: Localize): string[] {
  const { peakHeapBytes, resident } = real;
  return [
    bytesText(peakHeapBytes),
    resident ? localize('{0} resident', bytesText(resident.peakBytes)) : '',
    resident && resident.hugeBytes > 0
      ? localize('{0} in huge pages', bytesText(resident.hugeBytes))
      : '',
    ...timeCells(real),
  ];
}

function timeCells(of: Prediction | RealOutcome): string[] {
  return [
    countText(of.numGC),
    of.cyclesPerSecond.toFixed(1),
    shareText(of.gcCpuShare),
    shareText(of.assistShare),
    timeText(of.pausedNsPerSecond),
  ];
}
