/** The script of the heap simulator: it simulates in this page. */
import { english, type Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { EventKind } from '../../../../../server/src/engine/heap/events.ts';
import { readScript } from '../../../../../server/src/engine/heap/scriptParser.ts';
import { settingFields, type Setting } from '../../../../../server/src/engine/heap/setting.ts';
import { Simulation } from '../../../../../server/src/engine/heap/simulation.ts';
import type { FromSimulator, NamedScript, ToSimulator } from '../../simulatorProtocol.ts';
import { element } from '../components/elements.ts';
import { keepFocus } from '../components/focus.ts';
import { vsCodeApi } from '../vscodeApi.ts';
import { forgetPalette, whenWidthsChange } from './canvas.ts';
import { chartSection } from './chartView.ts';
import { classSection } from './classView.ts';
import { collectorSection } from './collectorView.ts';
import { detailsSection } from './detailsView.ts';
import { History } from './history.ts';
import type { Lesson } from './lessons/lesson.ts';
import { LESSONS } from './lessons/lessons.ts';
import { pageSection } from './pageView.ts';
import { pipelineView } from './pipelineView.ts';
import { Player } from './player.ts';
import type { Selection } from './selection.ts';
import { spanSection } from './spanView.ts';
import { FIRST_STATE, keptState, keptTrace, restoredState, type SimulatorState } from './state.ts';
import { makeStrip, type Strip, type StripActions } from './strip.ts';
import { tour } from './tour.ts';
import type { View } from './view.ts';
import { WhatIfView } from './whatIfView.ts';

const api = vsCodeApi<unknown, FromSimulator>();

const left = api.getState();
const replayed = keptTrace(left);
let state: SimulatorState = restoredState(left);
let messages: Readonly<Record<string, string>> = {};
const localize: Localize = (message, ...args) => english(messages[message] ?? message, ...args);

let lessons: readonly Lesson[] = [];
let simulation = simulationOf(state.script);
let history = historyOf(simulation);
let selection: Selection | undefined;
let views: readonly View[] = [];
let strip: Strip | undefined;
let whatIf: WhatIfView | undefined;
/** Whose turn it was last while it plays, and when. */
let thoroughView = 0;
let lastTurn = 0;

/** So long is a round of turns. */
const ROUND_MS = 250;

const stripHolder = element('div', { class: 'strip-holder' });
const problem = element('p', { role: 'alert', id: 'problem' });
const notes = element('ul', { id: 'notes' });
const tourHolder = element('div', { class: 'tour-holder' });
const viewsHolder = element('main', { class: 'views' });

const player = new Player(
  () => simulation,
  () => history,
  { frame: drawFrame, all: draw },
);

function simulationOf({ json }: NamedScript): Simulation {
  const { script } = readScript(json);
  const { script: first } = readScript(FIRST_STATE.script.json);
  const chosen = script ?? first;
  if (chosen === undefined) {
    throw new Error('the first script is wrong');
  }
  return new Simulation(chosen);
}

function historyOf(of: Simulation): History {
  const made = new History(totalAllocations(of));
  made.take(of.world);
  return made;
}

/** Of all phases of its script. */
function totalAllocations({ world }: Simulation): number {
  return world.program.plan.phases.reduce((sum, { count }) => sum + count, 0);
}

function draw(): void {
  drawViews(() => true);
  keepPlace();
}

/** Tables and texts that change faster than one can read are no use: views take turns at theirs. */
function drawFrame(now: number): void {
  const isTurn = now - lastTurn > ROUND_MS / views.length;
  if (isTurn) {
    lastTurn = now;
    thoroughView = (thoroughView + 1) % views.length;
  }
  drawViews((index) => isTurn && index === thoroughView);
  if (isTurn && thoroughView === 0) {
    keepPlace();
  }
}

function drawViews(isThorough: (index: number) => boolean): void {
  const { isStill } = player;
  const scene = { world: simulation.world, selection, localize, isStill, select };
  views.forEach((view, index) => {
    view.draw(scene, isThorough(index));
  });
  strip?.update(player.isPlaying, simulation.world.heap.allocations, totalAllocations(simulation));
}

function keepPlace(): void {
  if (state.allocations !== simulation.world.heap.allocations) {
    keep({ allocations: simulation.world.heap.allocations });
  }
}

function keep(change: Partial<SimulatorState>): void {
  state = { ...state, ...change };
  api.setState(keptState(state));
}

function select(selected: Selection): void {
  selection = selected;
  draw();
}

function forth(count: number, until: readonly EventKind[] = []): void {
  player.pause();
  player.run(count, until);
  selection = selection?.kind === 'slot' || selection?.kind === 'span' ? undefined : selection;
  draw();
}

function back(count: number): void {
  player.pause();
  simulation.backTo(simulation.world.heap.allocations - count);
  history.take(simulation.world);
  draw();
}

/** Begins anew with a script; a wrong one is said to be so, and the last stays. */
function begin(script: NamedScript, change: Partial<SimulatorState> = {}): boolean {
  const { problem: found } = readScript(script.json);
  problem.textContent = found === undefined ? '' : `${script.name}: ${found}`;
  if (found !== undefined) {
    return false;
  }
  player.pause();
  simulation = simulationOf(script);
  history = historyOf(simulation);
  selection = undefined;
  whatIf?.forget();
  showNotes(script);
  keep({ script, allocations: 0, lesson: undefined, step: 0, ...change });
  drawStrip();
  drawTour();
  draw();
  return true;
}

function showNotes(script: NamedScript): void {
  notes.replaceChildren(...(script.notes ?? []).map((note) => element('li', {}, note)));
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function runForReal(run: number, settings: readonly Setting[]): void {
  const fields = fieldsOf(state.script.json);
  api.postMessage({
    type: 'runForReal',
    run,
    scripts: settings.map((setting) => ({ ...fields, ...settingFields(setting) })),
  });
}

const stripActions: StripActions = {
  togglePlay: () => {
    if (player.isPlaying) {
      player.pause();
    } else {
      player.play();
    }
    draw();
  },
  step: (count) => {
    forth(count);
  },
  back,
  toEvent: (event) => {
    forth(totalAllocations(simulation), [event]);
  },
  toEnd: () => {
    forth(totalAllocations(simulation));
  },
  restart: () => {
    begin(state.script, { lesson: state.lesson });
    enterStep(0);
  },
  setSpeed: (speed) => {
    player.speed = speed;
    keep({ speed });
  },
  setGogc: (gogc) => {
    const { memoryLimitBytes } = simulation.world.heap.pacer.inputs;
    turn(gogc, memoryLimitBytes);
  },
  setLimit: (memoryLimitBytes) => {
    turn(simulation.world.heap.pacer.inputs.gogc, memoryLimitBytes);
  },
  setField: (field, value) => {
    setFields({ [field]: value });
  },
  chooseLesson: (id) => {
    const lesson = lessons.find((each) => each.id === id);
    if (lesson === undefined) {
      begin(FIRST_STATE.script);
    } else {
      begin({ name: lesson.title, json: lesson.script }, { lesson: id });
      enterStep(0);
    }
  },
  openScript: () => {
    api.postMessage({ type: 'openScript' });
  },
  editScript: () => {
    api.postMessage({
      type: 'editScript',
      text: `${JSON.stringify(state.script.json, undefined, 2)}\n`,
    });
  },
};

function setFields(fields: Readonly<Record<string, unknown>>): void {
  const { script, lesson } = state;
  begin({ ...script, json: { ...fieldsOf(script.json), ...fields } }, { lesson });
  enterStep(0);
}

/** Acts at once, but on cycles that are as they were recorded: those have to be paced from the beginning on. */
function turn(gogc: number, memoryLimitBytes: number): void {
  if (!simulation.world.program.isPaced) {
    setFields({ ...settingFields({ gogc, memoryLimitBytes }), cycles: 'paced' });
    return;
  }
  simulation.turn({ gogc, memoryLimitBytes });
  history.take(simulation.world);
  draw();
}

function currentLesson(): Lesson | undefined {
  return lessons.find(({ id }) => id === state.lesson);
}

/** From the beginning of the lesson to a step, so that going back is going there again. */
function enterStep(step: number): void {
  const lesson = currentLesson();
  if (lesson === undefined) {
    return;
  }
  player.pause();
  const isNext = step === state.step + 1;
  if (!isNext) {
    simulation = simulationOf(state.script);
    history = historyOf(simulation);
  }
  for (const [index, { run, gogc, memoryLimitBytes }] of lesson.steps.entries()) {
    if (index > step || (isNext && index < step)) {
      continue;
    }
    if (gogc !== undefined || memoryLimitBytes !== undefined) {
      const { inputs } = simulation.world.heap.pacer;
      simulation.turn({
        gogc: gogc ?? inputs.gogc,
        memoryLimitBytes: memoryLimitBytes ?? inputs.memoryLimitBytes,
      });
    }
    if (run !== undefined) {
      player.run(run.count, run.until);
    }
  }
  const { at, select: selected } = lesson.steps[step] ?? {};
  selection = selected?.(simulation.world);
  keep({ step });
  drawStrip();
  drawTour();
  draw();
  viewsHolder.querySelectorAll('section').forEach((section) => {
    section.classList.toggle('pointed', section.id === at);
  });
  document.getElementById(at ?? '')?.scrollIntoView({ block: 'nearest' });
}

function drawStrip(): void {
  const { script } = readScript(state.script.json);
  if (script === undefined) {
    return;
  }
  const { gogc, memoryLimitBytes } = simulation.world.heap.pacer.inputs;
  strip = makeStrip(
    {
      script,
      scriptName: state.lesson === undefined ? state.script.name : '',
      gogc,
      memoryLimitBytes,
      speed: state.speed,
      lessons,
      lesson: state.lesson,
    },
    stripActions,
    localize,
  );
  const drawn = strip.element;
  keepFocus(() => {
    stripHolder.replaceChildren(drawn);
  });
}

function drawTour(): void {
  const lesson = currentLesson();
  const drawn =
    lesson === undefined
      ? []
      : [
          tour(
            lesson,
            Math.min(state.step, lesson.steps.length - 1),
            {
              go: enterStep,
              leave: () => {
                keep({ lesson: undefined, script: { ...state.script, name: lesson.title } });
                drawStrip();
                drawTour();
              },
            },
            localize,
          ),
        ];
  keepFocus(() => {
    tourHolder.replaceChildren(...drawn);
  });
}

/** All texts are made here, once the messages of the display language are there. */
function makePage(canRun: boolean): void {
  whatIf = new WhatIfView(localize, {
    script: () => readScript(state.script.json).script,
    canRun,
    runForReal,
  });
  lessons = LESSONS.map((make) => make(localize));
  views = [
    pipelineView(localize, (stage) => {
      select({ kind: 'stage', stage });
    }),
    detailsSection(localize),
    spanSection(localize),
    pageSection(localize),
    collectorSection(localize),
    chartSection(localize, () => history),
    classSection(localize),
    whatIf,
  ];
  viewsHolder.replaceChildren(...views.map(({ section }) => section));
  document.body.replaceChildren(stripHolder, problem, notes, tourHolder, viewsHolder);
  showNotes(state.script);
  player.speed = state.speed;
  if (state.lesson === undefined) {
    player.run(state.allocations);
    drawStrip();
    drawTour();
    draw();
  } else {
    const { step } = state;
    state = { ...state, step: -2 };
    enterStep(step);
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ToSimulator>) => {
  switch (data.type) {
    case 'start':
      ({ messages } = data);
      makePage(data.canRun);
      break;
    case 'real':
      whatIf?.showReal(data.run, data.outcomes);
      break;
    case 'script':
      begin(data.script);
      break;
  }
});

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const isFree =
    target === document.body ||
    (target instanceof HTMLElement &&
      target.closest('.strip') !== null &&
      target instanceof HTMLButtonElement);
  if (!isFree || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  if (key === 'ArrowRight') {
    forth(event.shiftKey ? 1000 : 1);
  } else if (key === 'ArrowLeft') {
    back(event.shiftKey ? 1000 : 1);
  } else if (key === ' ' && target === document.body) {
    stripActions.togglePlay();
  } else {
    return;
  }
  event.preventDefault();
});

new MutationObserver(() => {
  forgetPalette();
  draw();
}).observe(document.body, { attributes: true, attributeFilter: ['class'] });
whenWidthsChange(draw);

api.postMessage({ type: 'ready', trace: replayed });
