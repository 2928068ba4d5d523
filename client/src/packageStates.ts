import { EventEmitter, Uri, type Disposable, type Event } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { METHODS, type PackageStatus } from '../../server/src/protocol.ts';

/** Where the compiler stands with each package, for all parts of the extension that show it. */
export class PackageStates implements Disposable {
  readonly #changed = new EventEmitter<PackageStatus>();
  readonly #known = new Map<string, PackageStatus>();
  readonly #listener: Disposable;

  constructor(client: LanguageClient) {
    this.#listener = client.onNotification(METHODS.packageStatus, (status: PackageStatus) => {
      // The server writes URIs its own way; the editor's way is the key.
      this.#known.set(Uri.parse(status.directory).toString(), status);
      this.#changed.fire(status);
    });
  }

  get onDidChange(): Event<PackageStatus> {
    return this.#changed.event;
  }

  /** The state of the package that a file belongs to. */
  ofFile(file: Uri): PackageStatus | undefined {
    return this.#known.get(Uri.joinPath(file, '..').toString());
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}
