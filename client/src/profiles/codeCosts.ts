import {
  CodeLens,
  Disposable,
  EventEmitter,
  InlayHint,
  MarkdownString,
  Range,
  commands,
  l10n,
  languages,
  window,
  workspace,
  type CodeLensProvider,
  type InlayHintsProvider,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
  type Uri,
} from 'vscode';
import { localize } from '../localize.ts';
import type { ProfileAge, ProfileOptions } from '../webview/profileProtocol.ts';
import { amountText } from './models/texts.ts';
import { costLabel, isWorthAHint, lensTitle } from './costTexts.ts';
import type { ChosenRevisions } from './chosenRevisions.ts';
import { DocumentLines } from './documentLines.ts';
import { ageText } from './models/ageText.ts';
import type { ProfileDocument } from './profileDocument.ts';
import type { Cost, FileCosts } from './workerProtocol.ts';
import { countText } from '../countText.ts';

const SHOWN_CONTEXT = 'goMemory:costsShown';
const GO = { language: 'go', scheme: 'file' };

/** The profile whose values stand on the code, and what of it. */
interface Attached {
  readonly profile: ProfileDocument;
  readonly options: ProfileOptions;
}

/** What the code of a file takes, and how old the profile was when that was asked. */
interface DatedCosts extends FileCosts {
  readonly age: ProfileAge;
}

/** What a profile says about code, on the code: lenses above functions and hints behind lines. */
export class CodeCosts implements CodeLensProvider, InlayHintsProvider, Disposable {
  readonly #open: (uri: Uri) => ProfileDocument;
  readonly #changed = new EventEmitter<void>();
  readonly #registrations: Disposable;
  readonly #lines = new DocumentLines();
  #attached: Attached | undefined;
  #costs = new Map<string, Promise<DatedCosts | undefined>>();

  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(open: (uri: Uri) => ProfileDocument, revisions: ChosenRevisions) {
    this.#open = open;
    this.#registrations = Disposable.from(
      languages.registerCodeLensProvider(GO, this),
      languages.registerInlayHintsProvider(GO, this),
      workspace.onDidChangeTextDocument((event) => {
        this.#follow(event);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#forget(uri);
      }),
      revisions.onDidChange(async (uri) => {
        if (uri.toString() === this.#attached?.profile.uri.toString()) {
          await this.#show();
        }
      }),
    );
  }

  get attached(): Attached | undefined {
    return this.#attached;
  }

  /** Shows a profile, with the options that its editor has. */
  async attach(uri: Uri, options: ProfileOptions): Promise<void> {
    const profile =
      this.#attached?.profile.uri.toString() === uri.toString()
        ? this.#attached.profile
        : this.#open(uri);
    if (this.#attached && this.#attached.profile !== profile) {
      this.#attached.profile.dispose();
      this.#lines.clear();
    }
    this.#attached = { profile, options };
    await this.#show();
  }

  /** Has the user choose what is shown of the profile that is attached. */
  async pick(): Promise<void> {
    const attached = this.#attached;
    if (!attached) {
      return;
    }
    const { sampleTypes, defaultSampleType } = await attached.profile.open();
    const { sampleType } = attached.options;
    const current = sampleType === '' ? defaultSampleType : sampleType;
    const clear = { label: l10n.t('Clear'), description: l10n.t('no costs on the code') };
    const picked = await window.showQuickPick(
      [
        ...sampleTypes.map(({ type, unit }) => ({
          label: type === current ? `$(check) ${type}` : type,
          description: unit,
          type,
        })),
        { ...clear, type: undefined },
      ],
      { placeHolder: l10n.t('What is shown on the code?') },
    );
    if (picked?.type !== undefined) {
      await this.attach(attached.profile.uri, { ...attached.options, sampleType: picked.type });
    } else if (picked) {
      await this.clear();
    }
  }

  async clear(): Promise<void> {
    this.#attached?.profile.dispose();
    this.#attached = undefined;
    this.#lines.clear();
    await this.#show();
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const costs = await this.costsOf(document);
    if (!costs) {
      return [];
    }
    return costs.functions.flatMap((cost) => {
      const place = this.#lines.placeOf(document, cost.line - 1);
      if (place === undefined) {
        return [];
      }
      const title = lensTitle(cost, costs, (count) => l10n.t('{0} samples', countText(count)));
      return [
        new CodeLens(new Range(place, 0, place, 0), {
          title,
          tooltip: [
            l10n.t('Show in Profile'),
            ...(costs.age.state === 'known' ? [ageText(costs.age, localize)] : []),
          ].join('\n'),
          command: 'goMemory.showInProfile',
          arguments: [document.uri, cost.line],
        }),
      ];
    });
  }

  async provideInlayHints(document: TextDocument, range: Range): Promise<InlayHint[]> {
    const costs = await this.costsOf(document);
    if (!costs) {
      return [];
    }
    return costs.lines.flatMap(({ line, ...cost }) => {
      const place = this.#lines.placeOf(document, line - 1);
      if (place === undefined || !isWorthAHint(cost, costs)) {
        return [];
      }
      const { end } = document.lineAt(place).range;
      if (!range.contains(end)) {
        return [];
      }
      const hint = new InlayHint(end, costLabel(cost, costs));
      hint.paddingLeft = true;
      hint.tooltip = this.#tooltip(cost, costs);
      return [hint];
    });
  }

  /** The line that the costs of the document have where the cursor is, from 1 on. */
  lineThen(document: TextDocument, { line }: Position): number {
    return this.#lines.sourceOf(document, line) + 1;
  }

  dispose(): void {
    this.#attached?.profile.dispose();
    this.#registrations.dispose();
    this.#changed.dispose();
  }

  async #show(): Promise<void> {
    this.#costs = new Map();
    this.#changed.fire();
    await commands.executeCommand('setContext', SHOWN_CONTEXT, this.#attached !== undefined);
  }

  /** Undefined where no profile is attached, or it cannot be read any more: its editor says so. */
  costsOf(document: TextDocument): Promise<DatedCosts | undefined> {
    const attached = this.#attached;
    if (!attached) {
      return Promise.resolve(undefined);
    }
    const key = document.uri.toString();
    const costs = this.#costs.get(key) ?? this.#read(document, attached).catch(() => undefined);
    this.#costs.set(key, costs);
    return costs;
  }

  async #read(document: TextDocument, { profile, options }: Attached): Promise<DatedCosts> {
    const { history } = profile;
    // Otherwise what is on the screen when a profile is attached is taken to be what was profiled.
    if (await history.isKnown()) {
      await this.#lines.beginWithDisk(document);
    }
    const age = await history.follow();
    const costs = await profile.ask('costs', { options, path: document.uri.fsPath });
    return { ...costs, age };
  }

  #follow(event: TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (!this.#attached || document.languageId !== 'go' || contentChanges.length === 0) {
      return;
    }
    if (this.#lines.follow(event) !== 0) {
      this.#changed.fire();
    }
  }

  #forget(uri: Uri): void {
    this.#lines.forget(uri);
    this.#costs.delete(uri.toString());
  }

  #tooltip({ flat, cum, count }: Cost, { header, age }: DatedCosts): MarkdownString {
    const amount = (value: number) => amountText(header, value, 'auto');
    const lines = [
      l10n.t(
        '{0}: {1} by itself, {2} with all that it calls',
        header.type,
        amount(flat),
        amount(cum),
      ),
      ...(count === undefined ? [] : [l10n.t('{0} samples', countText(count))]),
      this.#attached?.profile.uri.path.replace(/.*\//, '') ?? '',
      ...(age.state === 'known' ? [ageText(age, localize)] : []),
    ];
    const tooltip = new MarkdownString();
    lines.forEach((line, index) => {
      tooltip.appendText(`${index === 0 ? '' : '\n'}${line}`);
    });
    return tooltip;
  }
}
