/** The controls: what runs, how fast, and with which GOGC and GOMEMLIMIT. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { CYCLES, GO_VERSIONS } from '../../../../../server/src/engine/heap/scriptParser.ts';
import { isRecorded, type Script } from '../../../../../server/src/engine/heap/script.ts';
import { GOARCHES } from '../../../../../server/src/engine/layout/architectures.ts';
import { button, element } from '../components/elements.ts';
import type { Lesson } from './lessons/lesson.ts';
import { SPEEDS } from './state.ts';
import { bytesText } from './texts.ts';
import { countText } from '../../../countText.ts';

export interface StripActions {
  readonly togglePlay: () => void;
  readonly step: (count: number) => void;
  readonly back: (count: number) => void;
  readonly toEvent: (event: 'refill' | 'cycleStart' | 'markTermination' | 'heapGrow') => void;
  readonly toEnd: () => void;
  readonly restart: () => void;
  readonly setSpeed: (speed: number) => void;
  /** Infinite for "off". */
  readonly setGogc: (gogc: number) => void;
  readonly setLimit: (bytes: number) => void;
  /** Changes a field of the script, which begins anew. */
  readonly setField: (field: 'go' | 'goarch' | 'procs' | 'cycles', value: string | number) => void;
  readonly chooseLesson: (id: string) => void;
  readonly openScript: () => void;
  readonly editScript: () => void;
}

export interface StripState {
  readonly script: Script;
  readonly scriptName: string;
  readonly gogc: number;
  readonly memoryLimitBytes: number;
  readonly speed: number;
  readonly lessons: readonly Lesson[];
  readonly lesson: string | undefined;
}

export interface Strip {
  readonly element: HTMLElement;
  /** While it runs, without making anything anew. */
  update(isPlaying: boolean, allocations: number, total: number): void;
}

const GOGC_STEPS: readonly number[] = [
  ...[10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 800],
  Infinity,
];
const MIB = 1 << 20;
const LIMIT_STEPS: readonly number[] = [
  ...[8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024].map((mib) => mib * MIB),
  Infinity,
];

export function makeStrip(state: StripState, actions: StripActions, localize: Localize): Strip {
  const play = button(localize('Play'), { id: 'play', class: 'primary' }, actions.togglePlay);
  const isReplay = isRecorded(state.script);
  const progress = element('output', { class: 'progress', id: 'progress' });
  const made = element(
    'div',
    { class: 'strip', role: 'toolbar', 'aria-label': localize('Controls') },
    element(
      'div',
      { class: 'group' },
      play,
      button(localize('Step'), { id: 'step', title: localize('One allocation (→)') }, () => {
        actions.step(1);
      }),
      button(localize('Back'), { id: 'back', title: localize('One allocation back (←)') }, () => {
        actions.back(1);
      }),
      button('+1000', { id: 'step-1000', title: localize('A thousand allocations') }, () => {
        actions.step(1000);
      }),
      button('−1000', { id: 'back-1000', title: localize('A thousand allocations back') }, () => {
        actions.back(1000);
      }),
      eventChoice(actions, localize),
      button(localize('To the end'), { id: 'to-end' }, actions.toEnd),
      button(localize('Restart'), { id: 'restart' }, actions.restart),
      progress,
    ),
    element(
      'div',
      { class: 'group' },
      slider('speed', localize('allocations/s'), SPEEDS, state.speed, countText, actions.setSpeed),
      slider(
        'gogc',
        'GOGC',
        GOGC_STEPS,
        state.gogc,
        (gogc) => (gogc === Infinity ? 'off' : String(gogc)),
        actions.setGogc,
      ),
      slider(
        'limit',
        'GOMEMLIMIT',
        LIMIT_STEPS,
        state.memoryLimitBytes,
        (bytes) => (bytes === Infinity ? 'off' : bytesText(bytes)),
        actions.setLimit,
      ),
    ),
    element(
      'div',
      { class: 'group' },
      choice('go', 'Go', GO_VERSIONS, state.script.go, (go) => {
        actions.setField('go', go);
      }),
      choice('goarch', 'GOARCH', GOARCHES, state.script.goarch, (goarch) => {
        actions.setField('goarch', goarch);
      }),
      choice(
        'procs',
        'Ps',
        ['1', '2', '3', '4', '6', '8', '16'],
        String(state.script.procs),
        (procs) => {
          actions.setField('procs', Number(procs));
        },
      ),
      isReplay ? cyclesChoice(state, actions, localize) : undefined,
      lessonChoice(state, actions, localize),
      button(localize('Open Script…'), { id: 'open-script' }, actions.openScript),
      isReplay
        ? undefined
        : button(localize('Edit Script'), { id: 'edit-script' }, actions.editScript),
    ),
  );
  return {
    element: made,
    update(isPlaying, allocations, total) {
      const label = isPlaying ? localize('Pause') : localize('Play');
      if (play.textContent !== label) {
        play.textContent = label;
      }
      progress.value = localize('{0} of {1} allocations', countText(allocations), countText(total));
    },
  };
}

function eventChoice({ toEvent }: StripActions, localize: Localize): HTMLElement {
  const events = [
    ['refill', localize('next refill')],
    ['heapGrow', localize('heap grows')],
    ['cycleStart', localize('cycle begins')],
    ['markTermination', localize('cycle ends')],
  ] as const;
  return element(
    'span',
    { class: 'events-to' },
    localize('Run to:'),
    ...events.map(([event, text]) =>
      button(text, { id: `to-${event}` }, () => {
        toEvent(event);
      }),
    ),
  );
}

/** A slider over given values; one that is not among them is shown as the nearest. */
function slider(
  id: string,
  name: string,
  steps: readonly number[],
  value: number,
  text: (value: number) => string,
  set: (value: number) => void,
): HTMLElement {
  const found = steps.findIndex((step) => step >= value);
  const index = found < 0 ? steps.length - 1 : found;
  const shown = element('output', { class: 'slider-value', for: id }, text(value));
  const input = element('input', {
    type: 'range',
    id,
    min: 0,
    max: steps.length - 1,
    step: 1,
    value: index,
    'aria-label': name,
    'aria-valuetext': text(value),
  });
  input.addEventListener('input', () => {
    const chosen = steps[Number(input.value)] ?? value;
    shown.value = text(chosen);
    input.setAttribute('aria-valuetext', text(chosen));
    set(chosen);
  });
  return element('label', { class: 'slider' }, element('span', {}, name), input, shown);
}

function choice(
  id: string,
  name: string,
  values: readonly string[],
  value: string,
  set: (value: string) => void,
): HTMLElement {
  const all = values.includes(value) ? values : [...values, value];
  const made = element(
    'select',
    { id, 'aria-label': name },
    ...all.map((each) => element('option', { value: each, selected: each === value }, each)),
  );
  made.addEventListener('change', () => {
    set(made.value);
  });
  return element('label', { class: 'choice' }, name, made);
}

/** Of what a trace has recorded: where it had them, or where the pacer would with the GOGC and limit above. */
function cyclesChoice(
  { script }: StripState,
  { setField }: StripActions,
  localize: Localize,
): HTMLElement {
  return choice('cycles', localize('Cycles'), CYCLES, script.cycles, (cycles) => {
    setField('cycles', cycles);
  });
}

function lessonChoice(
  { lessons, lesson, scriptName }: StripState,
  { chooseLesson }: StripActions,
  localize: Localize,
): HTMLElement {
  const made = element(
    'select',
    { id: 'lesson', 'aria-label': localize('Lesson') },
    element(
      'option',
      { value: '', selected: lesson === undefined },
      scriptName === '' ? localize('a small service') : scriptName,
    ),
    ...lessons.map(({ id, title }) =>
      element('option', { value: id, selected: id === lesson }, title),
    ),
  );
  made.addEventListener('change', () => {
    chooseLesson(made.value);
  });
  return element('label', { class: 'choice' }, localize('Lesson'), made);
}
