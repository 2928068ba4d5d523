/** Which frames are of the program's own code, or of its modules, and not of Go's standard library. */
import type { Frame } from '../profile/frames.ts';
import { tellingPlace } from '../profile/functionNames.ts';

/** The first elements of import paths below GOROOT/src (Go 1.26). */
const STANDARD = new Set(
  `archive bufio builtin bytes cmp compress container context crypto database debug embed encoding
  errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path
  plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time
  unicode unique unsafe vendor weak`.split(/\s+/),
);

export function isOwnCode({ name }: Frame): boolean {
  const path = name.slice(0, name.lastIndexOf('/') + 1);
  const [first = ''] = (path === '' ? name : path).split(/[/.]/, 1);
  // A path that begins with a host is that of a module.
  const isModule = path !== '' && path.slice(0, path.indexOf('/')).includes('.');
  return name !== '' && (isModule || !STANDARD.has(first));
}

/** Of a stack with the leaf first, the frame that its owner can change, or that tells most. */
export function ownFrame(stack: readonly Frame[]): Frame | undefined {
  return stack.find(isOwnCode) ?? stack[tellingPlace(stack.map(({ name }) => name))];
}
