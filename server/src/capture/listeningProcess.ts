/** Which process of this machine serves at a port: Linux's /proc/net/tcp and the files that processes have open. */
import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTENS = '0A';

/** Undefined where nobody listens, or where it is another user's process. */
export async function listeningProcess(port: number): Promise<number | undefined> {
  const sockets = new Set(
    (await Promise.all(['tcp', 'tcp6'].map((table) => listeningInodes(table, port)))).flat(),
  );
  if (sockets.size === 0) {
    return undefined;
  }
  for (const name of await names('/proc')) {
    if (/^\d+$/.test(name) && (await hasOpen(name, sockets))) {
      return Number(name);
    }
  }
  return undefined;
}

/** A row has, among others, its number, the local address and port in hex, the other one, and its state; then the inode. */
async function listeningInodes(table: string, port: number): Promise<string[]> {
  const text = await readFile(`/proc/net/${table}`, 'latin1').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/ +/);
    const [, local = '', , state, , , , , , inode] = fields;
    const isIt = Number.parseInt(local.slice(local.indexOf(':') + 1), 16) === port;
    return isIt && state === LISTENS && inode !== undefined ? [`socket:[${inode}]`] : [];
  });
}

async function hasOpen(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const name of await names(folder)) {
    if (sockets.has(await readlink(`${folder}/${name}`).catch(() => ''))) {
      return true;
    }
  }
  return false;
}

/** A process that ends meanwhile, or is another user's, has none. */
function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
