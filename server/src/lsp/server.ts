import { dirname } from 'node:path';
import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  FileChangeType,
  MessageType,
  ShowMessageNotification,
  type ShowMessageParams,
  TextDocumentSyncKind,
  WorkDoneProgress,
  type Connection,
} from 'vscode-languageserver/node';
import type { HostEnvironment } from '../engine/build/goVariables.ts';
import { english, type Localize } from '../engine/features/localize.ts';
import { METHODS, SETTINGS_SECTION, type InitializationOptions } from '../protocol.ts';
import type { LoadedProject, ProjectFiles } from '../host/projectFiles.ts';
import type { RuleDocs } from '../host/ruleDocs.ts';
import { GoCommand } from '../toolchain/goCommand.ts';
import { CompilerTier, type Compiler, type Timer } from '../workspace/compilerTier.ts';
import type { TextStore } from '../engine/caches/textStore.ts';
import { Documents } from '../workspace/documents.ts';
import { type Disk, StaticTier, type StaticTierHost } from '../workspace/staticTier.ts';
import { StaticVerdicts } from '../workspace/staticVerdicts.ts';
import { registerDocumentSync } from './documentSync.ts';
import { FEATURE_CAPABILITIES, registerFeatures } from './features.ts';
import { LanguageContext } from './languageContext.ts';
import { packageStatus } from './packageStatus.ts';
import { isProjectFile, Projects } from './projects.ts';
import { withoutLists, withProject } from './projectSettings.ts';
import { parseSettings, type Settings } from './settings.ts';
import { fileOfUri, uriOfFile } from './uris.ts';

/** What the server needs of the machine it runs on. */
export interface ServerRuntime {
  /** The compiler behind one go command. */
  makeCompiler(goPath: string): Compiler & { dispose(): Promise<void> };
  readonly timer: Timer;
  /** Lets everybody else have their turn. */
  pause(): Promise<void>;
  readonly projects: ProjectFiles;
  readonly machine: HostEnvironment;
  /** The disk as it is from now on. */
  diskNow(): Disk;
  /** What is known of the standard library's functions, by the version of Go. */
  readonly knownLeaks?: StaticTierHost['knownLeaks'];
  readonly callProfile?: StaticTierHost['callProfile'];
  /** Texts in a folder that outlive the process. */
  leaksIn?(folder: string): TextStore;
  /** The pages of rules. */
  readonly ruleDocs?: RuleDocs;
  /** The text of a file on the disk; `undefined` if it cannot be read. */
  readText(file: string): Promise<string | undefined>;
  localizer(contents: Record<string, string> | undefined): Localize;
}

/** Registers every handler on the connection and starts listening. */
export function startServer(connection: Connection, runtime: ServerRuntime): void {
  const documents = new Documents();
  const settings = new SettingsCache(connection);
  const projects = new Projects(connection, runtime.projects);
  const compilers = new Map<string, Compiler & { dispose(): Promise<void> }>();
  let isTrusted = false;
  let leaksStore: TextStore | undefined;
  let localize: Localize = english;
  let clientCapabilities: ClientCapabilities = {};

  const settingsWith = async (uri: string, project: LoadedProject | undefined) => {
    const users = await settings.of(uri);
    const rules = project?.rulesIn(fileOfUri(uri) ?? project.path) ?? {};
    return project ? withProject(users, project.project, rules, isTrusted) : users;
  };
  const flagsFor = async (directory: string) => {
    const project = await projects.ofDirectory(directory);
    return (await settingsWith(uriOfFile(directory), project)).flags;
  };
  const compilerFor = async (directory: string): Promise<Compiler> => {
    const { goPath } = await settings.of(uriOfFile(directory));
    let compiler = compilers.get(goPath);
    if (!compiler) {
      compiler = runtime.makeCompiler(goPath);
      compilers.set(goPath, compiler);
    }
    return compiler;
  };
  const compiler: Compiler = {
    compile: async (request, signal) =>
      (await compilerFor(request.directory)).compile(request, signal),
    traceInlining: async (request, signal) =>
      (await compilerFor(request.directory)).traceInlining(request, signal),
    compileModule: async (request, onProgress, signal) =>
      (await compilerFor(request.directory)).compileModule(request, onProgress, signal),
  };
  const tier = new CompilerTier(
    {
      compiler,
      documents,
      timer: runtime.timer,
      flagsFor,
      changed: (directory, variant) => {
        const document = documents
          .inDirectory(directory)
          .find(({ file }) => file?.endsWith('_test.go') === (variant === 'test'));
        if (document) {
          const state = tier.stateOf(document);
          const status = packageStatus(directory, state, isTrusted, localize);
          void connection.sendNotification(METHODS.packageStatus, status);
          logState(connection, directory, state);
          if (state.type !== 'running') {
            refreshAll();
            noteDifferences(directory);
          }
        }
      },
    },
    false,
  );
  const staticTier = new StaticTier({
    documents,
    isOfProgram: true,
    ...(runtime.callProfile && { callProfile: runtime.callProfile }),
    machine: runtime.machine,
    diskNow: () => runtime.diskNow(),
    ...(runtime.knownLeaks && { knownLeaks: runtime.knownLeaks }),
    leaksStore: () => leaksStore,
    buildSettings: async (directory) => {
      await settingsApplied;
      const { goPath } = await settings.of(uriOfFile(directory));
      return { flags: await flagsFor(directory), goCommand: goPath };
    },
    pause: () => runtime.pause(),
  });
  const staticVerdicts = new StaticVerdicts({
    staticTier,
    pause: () => runtime.pause(),
    changed: (directory) => {
      refreshAll();
      noteDifferences(directory);
    },
  });
  /** If the user wants them collected. */
  const noteDifferences = (directory: string) => {
    const noting = settings.of(uriOfFile(directory)).then(({ areDifferencesCollected }) => {
      for (const document of areDifferencesCollected ? documents.inDirectory(directory) : []) {
        context.differences.note(document);
      }
    });
    noting.catch((error: unknown) => {
      connection.console.error(String(error));
    });
  };
  const refresh = (feature: 'inlayHint' | 'diagnostics') => {
    // A client that cannot do it says so.
    void connection.languages[feature].refresh().catch(() => undefined);
  };
  const refreshAll = coalesced(runtime.timer, () => {
    refresh('inlayHint');
    refresh('diagnostics');
    void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  });
  const context = new LanguageContext({
    documents,
    tier,
    settingsFor: async (uri) => {
      await settingsApplied;
      const file = fileOfUri(uri);
      const project = file === undefined ? undefined : await projects.ofDirectory(dirname(file));
      const merged = await settingsWith(uri, project);
      return file !== undefined && project?.isExcluded(file) === true
        ? withoutLists(merged)
        : merged;
    },
    excludedIn: async (directory) => {
      const project = await projects.ofDirectory(directory);
      return (file) => project?.isExcluded(file) ?? false;
    },
    staticTier,
    staticVerdicts,
    pause: () => runtime.pause(),
    readText: (file) => runtime.readText(file),
    ruleDocs: runtime.ruleDocs,
    compileModule: async (directory, buffers, onProgress, signal) => {
      const { isCompilerEnabled } = await settings.of(uriOfFile(directory));
      if (!isTrusted || !isCompilerEnabled) {
        return undefined;
      }
      const flags = await flagsFor(directory);
      return compiler.compileModule({ directory, flags, buffers }, onProgress, signal);
    },
    proofBuild: async (directory) => {
      const { isCompilerEnabled, goPath } = await settings.of(uriOfFile(directory));
      return isTrusted && isCompilerEnabled
        ? { go: new GoCommand(goPath, process.env), flags: await flagsFor(directory) }
        : undefined;
    },
    refresh: () => {
      refreshAll();
    },
    refreshHints: () => {
      refresh('inlayHint');
    },
    reportProgress: (token, done, total) => {
      if (token !== undefined) {
        void connection.sendProgress(WorkDoneProgress.type, token, {
          kind: 'report',
          message: `${done}/${total}`,
          percentage: Math.round((done / total) * 100),
        });
      }
    },
    get localize() {
      return localize;
    },
    get clientCapabilities() {
      return clientCapabilities;
    },
    warn: (message) => {
      const shown: ShowMessageParams = { type: MessageType.Warning, message };
      void connection.sendNotification(ShowMessageNotification.type, shown);
    },
  });
  // A request that comes while settings are being read waits for them.
  let settingsApplied: Promise<void> = Promise.resolve();
  const readSettings = async () => {
    const { isCompilerEnabled } = await settings.of(undefined);
    tier.setEnabled(isTrusted && isCompilerEnabled);
    refreshAll();
  };
  const applySettings = () => {
    settingsApplied = readSettings();
    return settingsApplied;
  };

  connection.onInitialize(({ initializationOptions, capabilities }) => {
    clientCapabilities = capabilities;
    const options = initializationOptions as Partial<InitializationOptions> | undefined;
    isTrusted = options?.isTrusted === true;
    const cacheFolder = options?.cacheFolder;
    leaksStore = cacheFolder === undefined ? undefined : runtime.leaksIn?.(cacheFolder);
    localize = runtime.localizer(options?.l10nContents);
    return {
      capabilities: {
        textDocumentSync: {
          openClose: true,
          change: TextDocumentSyncKind.Incremental,
          save: { includeText: false },
        },
        ...FEATURE_CAPABILITIES,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'Go Memory Insight' },
    };
  });
  connection.onInitialized(async () => {
    // Settings that change after they are read and before anybody listens would never be seen.
    settingsApplied = connection.client
      .register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION })
      .then(readSettings);
    await settingsApplied;
  });
  connection.onDidChangeConfiguration(async () => {
    settings.clear();
    await applySettings();
    tier.refresh();
    staticTier.refresh();
    staticVerdicts.forget();
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const files = changes.flatMap(({ uri, type }) => {
      const file = fileOfUri(uri);
      if (file === undefined) {
        return [];
      }
      documents.changedOnDisk(file, type === FileChangeType.Deleted);
      return [file];
    });
    const sources = files.filter((file) => !isProjectFile(file));
    const directories = [...new Set(sources.map((file) => dirname(file)))];
    for (const directory of directories) {
      tier.changedOnDisk(directory);
    }
    if (files.some((file) => !file.endsWith('.go'))) {
      staticTier.refresh();
      staticVerdicts.forget();
    } else {
      const areEdits = changes.every(({ type }) => type === FileChangeType.Changed);
      staticTier.changedOnDisk(areEdits ? directories : undefined);
    }
    if (sources.length < files.length) {
      await projects.changedOnDisk(files.filter(isProjectFile));
      // It may have changed how the packages are built, or what is shown of them.
      tier.refresh();
      refreshAll();
    }
  });
  connection.onNotification(METHODS.grantTrust, async () => {
    isTrusted = true;
    await applySettings();
  });
  connection.onNotification(METHODS.refresh, () => {
    tier.refresh();
    staticTier.refresh();
    staticVerdicts.forget();
  });
  connection.onShutdown(async () => {
    tier.dispose();
    await Promise.all([...compilers.values()].map((compiler) => compiler.dispose()));
  });

  registerDocumentSync(connection, documents, context);
  registerFeatures(connection, context);
  connection.listen();
}

function logState(
  connection: Connection,
  directory: string,
  state: ReturnType<CompilerTier['stateOf']>,
): void {
  switch (state.type) {
    case 'failed': {
      const { message, command, cwd, output } = state.failure;
      connection.console.error(`${message}\n  command: ${command}\n  in: ${cwd}\n${output}`);
      break;
    }
    case 'errors':
      for (const { place, message } of state.errors) {
        connection.console.info(`${place.file}:${place.line}:${place.column}: ${message}`);
      }
      break;
    case 'ready':
      connection.console.debug(`verdicts of ${directory}`);
      break;
    case 'off':
    case 'running':
      break;
  }
}

/** Settings by scope, asked of the client once until they change. */
class SettingsCache {
  readonly #connection: Connection;
  readonly #known = new Map<string | undefined, Promise<Settings>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  of(scopeUri: string | undefined): Promise<Settings> {
    let settings = this.#known.get(scopeUri);
    if (!settings) {
      settings = this.#connection.workspace
        .getConfiguration({ section: SETTINGS_SECTION, ...(scopeUri ? { scopeUri } : {}) })
        .then(parseSettings, () => parseSettings(undefined));
      this.#known.set(scopeUri, settings);
    }
    return settings;
  }

  clear(): void {
    this.#known.clear();
  }
}

const REFRESH_DELAY_MS = 20;

/** Many calls in a short time become one. */
function coalesced(timer: Timer, callback: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (!isWaiting) {
      isWaiting = true;
      timer.after(REFRESH_DELAY_MS, () => {
        isWaiting = false;
        callback();
      });
    }
  };
}
