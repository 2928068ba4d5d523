/** Revisions as texts name them: comments of profiles, and what `go version -m` prints of a binary. */

export interface NamedRevision {
  /** As it is written: a hash, perhaps shortened. */
  readonly hash: string;
  /** The build had changes that were in no commit. */
  readonly isModified: boolean;
}

/** `vcs.revision=3f2a1c…`, as Go stamps builds (runtime/debug.BuildInfo, Go 1.26); `commit: 3f2a1c…`. */
const NAMED = /\b(?:commit|revision|sha)\b\s*[=:]?\s*["']?([0-9a-f]{7,64})\b/i;
/** Without a name only a whole hash is one, of SHA-1 or SHA-256. */
const WHOLE = /^\s*([0-9a-f]{40}|[0-9a-f]{64})\s*$/i;

export function namedRevision(text: string): NamedRevision | undefined {
  const [, hash] = NAMED.exec(text) ?? WHOLE.exec(text) ?? [];
  return hash === undefined
    ? undefined
    : { hash: hash.toLowerCase(), isModified: /\bvcs\.modified=["']?true\b/.test(text) };
}
