/** Node's names of architectures that Go calls otherwise. */
const GOARCH_BY_ARCH: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['ia32', '386'],
  ['mipsel', 'mipsle'],
  // Node runs on little endian machines of this kind, and on AIX.
  ['ppc64', process.platform === 'aix' ? 'ppc64' : 'ppc64le'],
]);

/** What `go env GOARCH` says where nothing else is set. */
export function hostGoarch(arch: string = process.arch): string {
  return GOARCH_BY_ARCH.get(arch) ?? arch;
}
