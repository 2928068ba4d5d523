import { join } from 'node:path';
import { Uri, commands, l10n, window, type ExtensionContext, type QuickPickItem } from 'vscode';
import { captureName } from '../../../server/src/capture/captureNames.ts';
import { endpointText, profileUrl, type Endpoint } from '../../../server/src/capture/endpoint.ts';
import {
  findProfiles,
  saveProfile,
  type Found,
  type SavedProfile,
} from '../../../server/src/capture/pprofClient.ts';
import {
  kindAt,
  kindsIn,
  parametersOf,
  type CapturedContent,
  type ProfileKind,
} from '../../../server/src/capture/profileKinds.ts';
import { localize } from '../localize.ts';
import { captureFolder } from './captureFile.ts';
import { pickEndpoint, remember } from './endpoints.ts';
import { withCancel } from './progress.ts';
import { countText } from '../countText.ts';

/** Asks a running program for a profile, saves it and opens it. */
export async function captureProfile(context: ExtensionContext): Promise<void> {
  const memento = context.workspaceState;
  const asked = await pickEndpoint(memento);
  const found = asked && (await find(asked));
  if (!found) {
    return;
  }
  const { endpoint, listed } = found;
  const kind = listed
    ? await pickKind(endpoint, listed)
    : kindAt(endpoint.profile ?? '', endpoint.parameters);
  if (!kind) {
    return;
  }
  const parameters = parametersOf(kind, endpoint.parameters);
  if (kind.seconds !== undefined && !endpoint.parameters.has('seconds')) {
    const seconds = await askSeconds(kind);
    if (seconds === undefined) {
      return;
    }
    if (seconds !== '') {
      parameters.set('seconds', seconds);
    }
  }
  const { index } = endpoint;
  const folder = await captureFolder(context);
  const fileOf = (content: CapturedContent) =>
    join(folder, captureName(kind, content, { index, parameters }, new Date()));
  const saved = await save(endpoint, kind, parameters, fileOf);
  if (saved) {
    await remember(memento, endpoint);
    await open(saved);
  }
}

/** An address without a profile is asked what it has. */
async function find(endpoint: Endpoint): Promise<Found | undefined> {
  return endpoint.profile === undefined
    ? withCancel(l10n.t('Asking {0}', endpointText(endpoint)), (signal) =>
        findProfiles(endpoint, { signal, localize }),
      )
    : { endpoint, listed: undefined };
}

interface KindItem extends QuickPickItem {
  readonly profile: ProfileKind;
}

/** What the build has, as its index says. */
async function pickKind(
  endpoint: Endpoint,
  listed: NonNullable<Found['listed']>,
): Promise<ProfileKind | undefined> {
  const counts = new Map(listed.map(({ path, count }) => [path, count]));
  const items: KindItem[] = kindsIn(new Set(counts.keys())).map((profile) => {
    const count = counts.get(profile.path) ?? 0;
    return {
      label: profile.name,
      description: count === 0 ? '' : countText(count),
      detail: meaningOf(profile.name),
      profile,
    };
  });
  const picked = await window.showQuickPick(items, {
    title: endpointText(endpoint),
    placeHolder: l10n.t('Which profile?'),
    matchOnDetail: true,
  });
  return picked?.profile;
}

function meaningOf(name: string): string {
  switch (name) {
    case 'heap':
      return l10n.t(
        'What is in use, after a collection that is run for it, and all that was allocated',
      );
    case 'allocs':
      return l10n.t(
        'All that was allocated since the start; what is in use is of the last collection',
      );
    case 'cpu':
      return l10n.t('Where time on processors goes');
    case 'goroutine':
      return l10n.t('Stacks of all goroutines, counted');
    case 'goroutine-stacks':
      return l10n.t('Each goroutine with its state and how long it has waited');
    case 'goroutineleak':
      return l10n.t('Goroutines that nothing can wake any more; a collection is run for it');
    case 'mutex':
      return l10n.t('Who held locks that others waited for; empty without SetMutexProfileFraction');
    case 'block':
      return l10n.t('Where goroutines waited; empty without SetBlockProfileRate');
    case 'threadcreate':
      return l10n.t('What led to new threads of the system');
    case 'trace':
      return l10n.t('An execution trace: what each goroutine did when');
    default:
      return l10n.t('A profile of the program’s own');
  }
}

/** Empty for a profile as it is now; undefined where the user gives up. */
function askSeconds({ name, seconds, parameters }: ProfileKind): Thenable<string | undefined> {
  const isRecorded = seconds === 'recording';
  return window.showInputBox({
    title: isRecorded ? l10n.t('{0}: seconds to record', name) : name,
    prompt: isRecorded
      ? ''
      : l10n.t(
          'Empty for the profile as it is now; a number of seconds for what changes meanwhile',
        ),
    value: parameters?.seconds ?? '',
    validateInput: (value) =>
      /^[1-9]\d{0,4}$/.test(value) || (value === '' && !isRecorded)
        ? undefined
        : l10n.t('A whole number of seconds above 0'),
  });
}

async function save(
  endpoint: Endpoint,
  kind: ProfileKind,
  parameters: URLSearchParams,
  fileOf: (content: CapturedContent) => string,
): Promise<SavedProfile | undefined> {
  const url = profileUrl(endpoint, kind.path, parameters);
  const title = l10n.t('{0} of {1}', kind.name, endpointText(endpoint));
  const wanted = Number(parameters.get('seconds') ?? 0);
  return withCancel(title, async (signal, report) => {
    const begun = Date.now();
    let received = '';
    const tell = () => {
      const passed = Math.min(wanted, Math.floor((Date.now() - begun) / 1000));
      report(
        [...(wanted > 0 ? [l10n.t('{0} of {1} s', passed, wanted)] : []), received]
          .join(' ')
          .trim(),
      );
    };
    const timer = setInterval(tell, 1000);
    try {
      const onBytes = (countBytes: number) => {
        received = l10n.t('{0} KB', countText(Math.ceil(countBytes / 1024)));
      };
      return await saveProfile(
        { url, content: kind.content, fileOf, onBytes },
        { signal, localize },
      );
    } finally {
      clearInterval(timer);
    }
  });
}

async function open({ file, content }: SavedProfile): Promise<void> {
  await commands.executeCommand(
    content === 'trace' ? 'goMemory.openTrace' : 'goMemory.openProfile',
    Uri.file(file),
  );
}
