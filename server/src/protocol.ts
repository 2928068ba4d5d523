/** Our own requests and notifications, typed once for both sides. */

/** What the client says at the start, besides what LSP has. */
export interface InitializationOptions {
  /** Nothing is executed before this is true. */
  readonly isTrusted: boolean;
  /** The display language's messages, as `@vscode/l10n` reads them. */
  readonly l10nContents?: Record<string, string> | undefined;
}

/** Where the compiler tier stands with one directory's package. */
export interface PackageStatus {
  /** URI of the directory. */
  readonly directory: string;
  readonly state: 'off' | 'untrusted' | 'running' | 'ready' | 'errors' | 'failed';
  /** One line for the user; empty where the state says it all. */
  readonly message: string;
  /** The command that failed, where one did. */
  readonly command?: string | undefined;
}

export const METHODS = {
  /** Server to client, {@link PackageStatus}. */
  packageStatus: 'goMemory/packageStatus',
  /** Client to server, no parameters: the user trusts the workspace from now on. */
  grantTrust: 'goMemory/grantTrust',
  /** Client to server, no parameters: forget what the compiler said and ask it again. */
  refresh: 'goMemory/refresh',
} as const;

/** Section of the settings that both sides read. */
export const SETTINGS_SECTION = 'goMemory';
