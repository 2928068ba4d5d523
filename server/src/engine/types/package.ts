import type { Scope } from './scope.ts';

/** One version of a package: what is known of it never changes. */
export class Package {
  /** Import path; that of an external test package ends in `_test`. */
  readonly path: string;
  readonly name: string;
  readonly scope: Scope;
  /** Why nothing is known of it, if it could not be found: each of its names is unknown then. */
  readonly missingBecause: string | undefined;

  constructor(path: string, name: string, scope: Scope, missingBecause?: string) {
    this.path = path;
    this.name = name;
    this.scope = scope;
    this.missingBecause = missingBecause;
  }
}
