import { isAbsolute, join } from 'node:path';

/**
 * Where this system has what a program can make again of a user's: os.UserCacheDir (os/file.go, Go 1.26). Undefined
 * where the environment does not say.
 */
export function userCacheFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const within = (name: string, ...below: string[]): string | undefined => {
    const folder = environment[name];
    return folder === undefined || !isAbsolute(folder) ? undefined : join(folder, ...below);
  };
  switch (process.platform) {
    case 'win32':
      return within('LocalAppData');
    case 'darwin':
      return within('HOME', 'Library', 'Caches');
    default:
      return within('XDG_CACHE_HOME') ?? within('HOME', '.cache');
  }
}
