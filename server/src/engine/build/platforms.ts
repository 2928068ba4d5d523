/**
 * Names that Go knows for systems and processors: internal/syslist/syslist.go (Go 1.22 to 1.26).
 * Nothing is ever taken out of these lists, since they say what file names mean.
 */

export const KNOWN_OS: ReadonlySet<string> = words(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris ' +
    'wasip1 windows zos',
);

export const KNOWN_ARCH: ReadonlySet<string> = words(
  '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 ' +
    'mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm',
);

/** Those for which the tag `unix` holds. */
export const UNIX_OS: ReadonlySet<string> = words(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris',
);

/** The system whose tag holds as well. */
export const OS_BEHIND: ReadonlyMap<string, string> = new Map([
  ['android', 'linux'],
  ['illumos', 'solaris'],
  ['ios', 'darwin'],
]);

/** Pairs on which cgo is off unless it is asked for: internal/platform/zosarch.go (Go 1.26). */
const WITHOUT_CGO = /^(?:js|plan9|wasip1)\/|^(?:linux|openbsd)\/ppc64$/;

export function supportsCgo(goos: string, goarch: string): boolean {
  return KNOWN_OS.has(goos) && KNOWN_ARCH.has(goarch) && !WITHOUT_CGO.test(`${goos}/${goarch}`);
}

/** The C compiler where CC does not say: cmd/go/internal/cfg/zdefaultcc.go (Go 1.26). */
export function defaultCCompiler(goos: string): string {
  return ['darwin', 'freebsd', 'ios', 'openbsd'].includes(goos) ? 'clang' : 'gcc';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
