import { dirname, relative, sep } from 'node:path';
import { l10n, window, workspace, type Memento } from 'vscode';
import type { GcTraceProgram } from '../../../server/src/capture/gcTrace.ts';
import { quotedText, wordsOf } from '../../../server/src/engine/text/quotedWords.ts';
import { activeGoEditor } from '../goEditors.ts';

const REMEMBERED = 'gcTrace.program';

/** Has the user say what is run, with the answers of the last time. */
export async function askForProgram(memento: Memento): Promise<GcTraceProgram | undefined> {
  const directory = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (directory === undefined) {
    void window.showInformationMessage(l10n.t('Open a folder first.'));
    return undefined;
  }
  const last = memento.get<Partial<GcTraceProgram>>(REMEMBERED, {});
  const mode = await pickMode();
  if (!mode) {
    return undefined;
  }
  const isSame = last.mode === mode;
  const program = await window.showInputBox({
    title: mode === 'binary' ? l10n.t('The file to run') : l10n.t('The folder of the package'),
    value: (isSame ? last.program : undefined) ?? (mode === 'binary' ? '' : folderNow(directory)),
    validateInput: (value) =>
      value.trim() === '' ? l10n.t('A path, such as ./cmd/server') : undefined,
  });
  const args =
    program === undefined
      ? undefined
      : await window.showInputBox({
          title: l10n.t('Arguments'),
          prompt: l10n.t('With spaces between them; quotes hold together what has spaces'),
          value: (isSame && last.args ? quotedText(last.args) : undefined) ?? usualArguments(mode),
          validateInput: (value) => (wordsOf(value) ? undefined : l10n.t('A quote is not closed')),
        });
  const gogc =
    args === undefined ? undefined : await askSetting('GOGC', last.gogc, /^(?:off|\d+)?$/);
  const goMemLimit =
    gogc === undefined
      ? undefined
      : await askSetting('GOMEMLIMIT', last.goMemLimit, /^(?:off|\d+(?:B|[KMGT]iB)?)?$/);
  if (
    program === undefined ||
    args === undefined ||
    gogc === undefined ||
    goMemLimit === undefined
  ) {
    return undefined;
  }
  const asked: GcTraceProgram = {
    mode,
    program: program.trim(),
    args: wordsOf(args) ?? [],
    directory,
    gogc,
    goMemLimit,
  };
  await memento.update(REMEMBERED, asked);
  return asked;
}

async function pickMode(): Promise<GcTraceProgram['mode'] | undefined> {
  const picked = await window.showQuickPick(
    [
      { label: l10n.t('Program of a package'), mode: 'run' as const },
      { label: l10n.t('Benchmarks or tests of a package'), mode: 'test' as const },
      { label: l10n.t('File that is built already'), mode: 'binary' as const },
    ],
    { title: l10n.t('What is run with GODEBUG=gctrace=1?') },
  );
  return picked?.mode;
}

function usualArguments(mode: GcTraceProgram['mode']): string {
  return mode === 'test' ? '-test.run=^$ -test.bench=.' : '';
}

function askSetting(
  name: string,
  last: string | undefined,
  form: RegExp,
): Thenable<string | undefined> {
  return window.showInputBox({
    title: name,
    prompt: l10n.t('Empty for what the environment says'),
    value: last ?? '',
    validateInput: (value) =>
      form.test(value) ? undefined : l10n.t('{0} is not what the runtime takes', value),
  });
}

/** The package that the user looks at. */
function folderNow(directory: string): string {
  const file = activeGoEditor()?.document.uri.fsPath;
  const folder = file === undefined ? '' : relative(directory, dirname(file)).split(sep).join('/');
  return folder === '' || folder.startsWith('..') ? '.' : `./${folder}`;
}
