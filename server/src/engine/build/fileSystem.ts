/**
 * The disk as this layer sees it. Paths are absolute, have `/` between names on every system
 * (`C:/Users/me`), and neither `.` nor `..` in them.
 */
export interface GoFileSystem {
  /** Undefined where nothing is. */
  stat(path: string): FileStatus | undefined;
  /** Sorted by name; undefined where there is no such directory, or it cannot be read. */
  readDirectory(path: string): readonly DirectoryEntry[] | undefined;
  /** Undefined where there is no such file, or it cannot be read. */
  readFile(path: string): string | undefined;
  /** The beginning of a file: all of it, or `countBytes` and more. */
  readStart(path: string, countBytes: number): FileStart | undefined;
  /** The path with no link in it; undefined where nothing is. */
  realPath(path: string): string | undefined;
}

export interface FileStatus {
  readonly isDirectory: boolean;
  /** Changes whenever the file does; of a directory, whenever a name in it comes or goes. */
  readonly stamp: string;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Of what a link leads to; neither for a device and for a link that leads nowhere. */
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isLink: boolean;
}

export interface FileStart {
  readonly text: string;
  readonly isWhole: boolean;
}

export function isFile(files: GoFileSystem, path: string): boolean {
  return files.stat(path)?.isDirectory === false;
}

export function isDirectory(files: GoFileSystem, path: string): boolean {
  return files.stat(path)?.isDirectory === true;
}
