/** What of a program that runs on this machine is resident, where the system says it: on Linux. */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { residentOf, type Resident } from '../engine/memstats/smaps.ts';
import type { AskOptions } from './asking.ts';
import { argumentsOf, commandLineOf } from './commandLine.ts';
import type { Endpoint } from './endpoint.ts';
import { listeningProcess } from './listeningProcess.ts';

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const SECURE_PORT = 443;
const PLAIN_PORT = 80;
/** Not each time that nothing is found is it looked for again. */
const READS_BETWEEN_SEARCHES = 30;

/** Follows the process behind one address. */
export class ResidentMemory {
  readonly #endpoint: Endpoint;
  #pid: number | undefined;
  #readsUntilSearch = 0;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /**
   * Undefined where it is not known: on other machines and systems, and where who listens here only passes on what
   * the program says (a tunnel, a container's proxy). Rejects with CaptureCancelled alone.
   */
  async read(options: AskOptions): Promise<Resident | undefined> {
    this.#pid ??= await this.#search(options);
    const smaps = this.#pid === undefined ? undefined : await textOf(`/proc/${this.#pid}/smaps`);
    if (smaps === undefined) {
      this.#pid = undefined;
      return undefined;
    }
    return residentOf(smaps);
  }

  async #search(options: AskOptions): Promise<number | undefined> {
    const { hostname, port, protocol } = this.#endpoint.index;
    if (!LOOPBACK.test(hostname) || this.#readsUntilSearch-- > 0) {
      return undefined;
    }
    this.#readsUntilSearch = READS_BETWEEN_SEARCHES;
    const usual = protocol === 'https:' ? SECURE_PORT : PLAIN_PORT;
    const pid = await listeningProcess(port === '' ? usual : Number(port));
    const started = pid === undefined ? undefined : await textOf(`/proc/${pid}/cmdline`);
    const said = started === undefined ? undefined : await commandLineOf(this.#endpoint, options);
    const isIt = said !== undefined && isDeepStrictEqual(argumentsOf(started ?? ''), said);
    return isIt ? pid : undefined;
  }
}

/** Undefined where there is none, or it may not be read. */
function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
