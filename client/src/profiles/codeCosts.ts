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
import type { ProfileOptions } from '../webview/profileProtocol.ts';
import { amountText } from './models/texts.ts';
import { costLabel, isWorthAHint, lensTitle } from './costTexts.ts';
import { LineMoves } from './lineMoves.ts';
import { ProfileDocument } from './profileDocument.ts';
import type { Cost, FileCosts } from './workerProtocol.ts';

const SHOWN_CONTEXT = 'goMemory:costsShown';
const GO = { language: 'go', scheme: 'file' };

/** The profile whose values stand on the code, and what of it. */
interface Attached {
  readonly profile: ProfileDocument;
  readonly options: ProfileOptions;
}

/** What a profile says about code, on the code: lenses above functions and hints behind lines. */
export class CodeCosts implements CodeLensProvider, InlayHintsProvider, Disposable {
  readonly #script: string;
  readonly #changed = new EventEmitter<void>();
  readonly #registrations: Disposable;
  readonly #moves = new Map<string, LineMoves>();
  #attached: Attached | undefined;
  #costs = new Map<string, Promise<FileCosts | undefined>>();

  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly onDidChangeInlayHints = this.#changed.event;

  /** `script` is the bundle of the thread that reads profiles. */
  constructor(script: string) {
    this.#script = script;
    this.#registrations = Disposable.from(
      languages.registerCodeLensProvider(GO, this),
      languages.registerInlayHintsProvider(GO, this),
      workspace.onDidChangeTextDocument((event) => {
        this.#follow(event);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#moves.delete(uri.toString())),
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
        : new ProfileDocument(uri, this.#script);
    if (this.#attached && this.#attached.profile !== profile) {
      this.#attached.profile.dispose();
      this.#moves.clear();
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
    this.#moves.clear();
    await this.#show();
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    const costs = await this.#costsOf(document);
    if (!costs) {
      return [];
    }
    return costs.functions.flatMap((cost) => {
      const place = this.#placeOf(document, cost.line);
      if (place === undefined) {
        return [];
      }
      const title = lensTitle(cost, costs, (count) =>
        l10n.t('{0} samples', count.toLocaleString('en-US')),
      );
      return [
        new CodeLens(new Range(place, 0, place, 0), {
          title,
          tooltip: l10n.t('Show in Profile'),
          command: 'goMemory.showInProfile',
          arguments: [document.uri, cost.line],
        }),
      ];
    });
  }

  async provideInlayHints(document: TextDocument, range: Range): Promise<InlayHint[]> {
    const costs = await this.#costsOf(document);
    if (!costs) {
      return [];
    }
    return costs.lines.flatMap(({ line, ...cost }) => {
      const place = this.#placeOf(document, line);
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

  /** The line of the profile that stands where the cursor is, from 1 on. */
  lineThen(document: TextDocument, { line }: Position): number {
    const moves = this.#moves.get(document.uri.toString());
    return (moves?.sourceOf(line) ?? line) + 1;
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

  #costsOf({ uri }: TextDocument): Promise<FileCosts | undefined> {
    const attached = this.#attached;
    if (!attached) {
      return Promise.resolve(undefined);
    }
    const key = uri.toString();
    const { profile, options } = attached;
    const costs =
      this.#costs.get(key) ??
      // A profile that cannot be read any more says so in its editor.
      profile.ask('costs', { options, path: uri.fsPath }).catch(() => undefined);
    this.#costs.set(key, costs);
    return costs;
  }

  /** Where a line of the profile is now, from 0 on. */
  #placeOf(document: TextDocument, line: number): number | undefined {
    const moves = this.#moves.get(document.uri.toString());
    const place = moves ? moves.placeOf(line - 1) : line - 1;
    return place !== undefined && place >= 0 && place < document.lineCount ? place : undefined;
  }

  /** What is on the screen when a profile is attached is taken to be what was profiled. */
  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (!this.#attached || document.languageId !== 'go' || contentChanges.length === 0) {
      return;
    }
    const key = document.uri.toString();
    const added = contentChanges.reduce(
      (sum, { text, range }) =>
        sum + text.split('\n').length - 1 - (range.end.line - range.start.line),
      0,
    );
    const moves = this.#moves.get(key) ?? new LineMoves(document.lineCount - added);
    this.#moves.set(key, moves);
    for (const { range, text } of contentChanges) {
      moves.change({ start: range.start, end: range.end, text });
    }
    if (added !== 0) {
      this.#changed.fire();
    }
  }

  #tooltip({ flat, cum, count }: Cost, { header }: FileCosts): MarkdownString {
    const amount = (value: number) => amountText(header, value, 'auto');
    const lines = [
      l10n.t(
        '{0}: {1} by itself, {2} with all that it calls',
        header.type,
        amount(flat),
        amount(cum),
      ),
      ...(count === undefined ? [] : [l10n.t('{0} samples', count.toLocaleString('en-US'))]),
      this.#attached?.profile.uri.path.replace(/.*\//, '') ?? '',
    ];
    const tooltip = new MarkdownString();
    lines.forEach((line, index) => {
      tooltip.appendText(`${index === 0 ? '' : '\n'}${line}`);
    });
    return tooltip;
  }
}
