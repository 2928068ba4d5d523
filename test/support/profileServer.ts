/** A Go program that serves its profiles (test/toolchain/profileServer), and ends with the test. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../toolchain/profileServer', import.meta.url));

export interface ProfileServer {
  /** `127.0.0.1:34567` */
  readonly host: string;
  /** Has it keep a megabyte, and leave a goroutine behind. */
  grow(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds it into `folder`, with that environment besides, and starts it. */
export async function startProfileServer(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ProfileServer> {
  const program = join(folder, 'profileserver.exe');
  execFileSync('go', ['build', '-o', program, '.'], {
    cwd: PROGRAM,
    env: { ...process.env, ...environment },
  });
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [host = ''] = (await once(lines, 'line')) as string[];
  lines.close();
  return {
    host,
    async grow() {
      await (await fetch(`http://${host}/grow`)).arrayBuffer();
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
