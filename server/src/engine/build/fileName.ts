import { hasTag, type BuildContext } from './context.ts';
import { KNOWN_ARCH, KNOWN_OS } from './platforms.ts';

/** The go command looks at no file of such a name. */
export function isHidden(name: string): boolean {
  return name.startsWith('_') || name.startsWith('.');
}

export function isGoFile(name: string): boolean {
  return name.endsWith('.go');
}

export function isTestFile(name: string): boolean {
  return name.endsWith('_test.go');
}

/**
 * Whether the name alone lets a file in: `x_windows.go`, `x_arm64.go` and `x_linux_amd64_test.go`
 * are for some platforms only. `Context.goodOSArchFile` of go/build/build.go (Go 1.26).
 */
export function fitsPlatform(name: string, context: BuildContext): boolean {
  const dot = name.indexOf('.');
  const stem = dot < 0 ? name : name.slice(0, dot);
  const first = stem.indexOf('_');
  if (first < 0) {
    return true;
  }
  const parts = stem.slice(first + 1).split('_');
  if (parts.at(-1) === 'test') {
    parts.pop();
  }
  const last = parts.at(-1);
  if (last === undefined) {
    return true;
  }
  if (KNOWN_ARCH.has(last)) {
    const system = parts.at(-2);
    return (
      hasTag(context, last) &&
      (system === undefined || !KNOWN_OS.has(system) || hasTag(context, system))
    );
  }
  return !KNOWN_OS.has(last) || hasTag(context, last);
}
