/** What `go list -e -json` says of packages. */

export interface ListedError {
  readonly Err: string;
  /** `file.go:1:1`, of what the go command finds itself: that text does not begin with it. */
  readonly Pos?: string;
}

export interface ListedPackage {
  readonly ImportPath: string;
  readonly Export?: string;
  readonly ForTest?: string;
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly Error?: ListedError;
  /** Of what it imports in turn. */
  readonly DepsErrors?: readonly ListedError[];
}

/** `go list -json` prints one object after the other, indented, with no separator. */
export function parseListedPackages(text: string): ListedPackage[] {
  return text
    .split(/^(?=\{)/m)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as ListedPackage);
}
