import { fileURLToPath } from 'node:url';

/** A file that lies beside the bundle that runs (esbuild.mjs). */
export function besideThisFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
