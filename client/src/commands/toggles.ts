import { Disposable, commands, l10n, window, type Memento, type QuickPickItem } from 'vscode';
import { activeGoEditor } from '../goEditors.ts';
import {
  FREQUENCIES_SETTING,
  KINDS_SETTING,
  MINIMUM_INLINED_OBJECTS_SETTING,
  checkedFrequencies,
  checkedKinds,
  minimumInlinedObjects,
  toggle,
  write,
  type Checks,
} from '../settings.ts';
import { frequencyDetail, frequencyWords, kindDetail, kindWords } from '../words.ts';

/** What was checked before all was: to come back to. */
const BEFORE_ALL = 'goMemory.checksBeforeAll';

interface Chosen {
  readonly frequencies: Checks<string>;
  readonly kinds: Checks<string>;
  readonly minimumInlinedObjects: number;
}

interface CheckItem extends QuickPickItem {
  readonly name: string;
}

/** Commands that write one setting each, so that it can have a key. */
export function registerToggles(memento: Memento): Disposable {
  const switches = {
    'goMemory.toggleHints': 'inlayHints.enabled',
    'goMemory.toggleCompiler': 'compiler.enabled',
    'goMemory.toggleFunctionLens': 'codeLens.enabled',
    'goMemory.toggleDiagnostics': 'diagnostics.enabled',
  } as const;
  return Disposable.from(
    ...Object.entries(switches).map(([command, setting]) =>
      commands.registerCommand(command, () => toggle(setting, here())),
    ),
    commands.registerCommand('goMemory.toggleFrequency', async () => {
      await check(
        FREQUENCIES_SETTING,
        checkedFrequencies(here()),
        l10n.t('Show a hint for what allocates …'),
        (frequency) => [frequencyWords(frequency), frequencyDetail(frequency)],
      );
    }),
    commands.registerCommand('goMemory.toggleKind', async () => {
      await check(KINDS_SETTING, checkedKinds(here()), l10n.t('Show a hint for …'), (kind) => [
        kindWords(kind),
        kindDetail(kind),
      ]);
    }),
    commands.registerCommand('goMemory.toggleAllHints', () => toggleAll(memento)),
  );
}

/** Settings of the folder in front are meant. */
function here() {
  return activeGoEditor()?.document.uri;
}

/** Lets the user check and uncheck the names of a setting. */
async function check<Name extends string>(
  setting: string,
  checks: Checks<Name>,
  placeHolder: string,
  wordsOf: (name: Name) => readonly [label: string, description: string],
): Promise<void> {
  const names = namesOf(checks);
  const scope = here();
  const picked = await window.showQuickPick<CheckItem>(
    names.map((name) => {
      const [label, description] = wordsOf(name);
      return { name, label, description, picked: checks[name] };
    }),
    { canPickMany: true, placeHolder, matchOnDescription: true },
  );
  if (picked) {
    const chosen = new Set(picked.map(({ name }) => name));
    await write(
      setting,
      checkAll(names, (name) => chosen.has(name)),
      scope,
    );
  }
}

/** Checks everything, or, where everything is checked, what was before. */
async function toggleAll(memento: Memento): Promise<void> {
  const scope = here();
  const now: Chosen = {
    frequencies: checkedFrequencies(scope),
    kinds: checkedKinds(scope),
    minimumInlinedObjects: minimumInlinedObjects(scope),
  };
  const isAll =
    now.minimumInlinedObjects === 1 &&
    [now.frequencies, now.kinds].every((checks) =>
      Object.values(checks).every((isChecked) => isChecked),
    );
  const before = memento.get<Chosen>(BEFORE_ALL);
  if (!isAll) {
    await memento.update(BEFORE_ALL, now);
  }
  const all = (checks: Checks<string>) => checkAll(namesOf(checks), () => true);
  // Nothing to write back means the defaults.
  await write(FREQUENCIES_SETTING, isAll ? before?.frequencies : all(now.frequencies), scope);
  await write(KINDS_SETTING, isAll ? before?.kinds : all(now.kinds), scope);
  await write(MINIMUM_INLINED_OBJECTS_SETTING, isAll ? before?.minimumInlinedObjects : 1, scope);
}

function checkAll(names: readonly string[], isChecked: (name: string) => boolean): Checks<string> {
  return Object.fromEntries(names.map((name) => [name, isChecked(name)]));
}

function namesOf<Name extends string>(checks: Checks<Name>): Name[] {
  return Object.keys(checks) as Name[];
}
