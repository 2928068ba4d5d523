/** Names of functions as they are drawn where there is little room; elsewhere they are whole. */

/** `example.com/m/v2/store.(*Map[...]).Get` is `store.(*Map).Get`; what is no function stays. */
export function shortName(name: string): string {
  const withoutTypes = withoutInstances(name);
  return withoutTypes.replace(/^(?:[^\s(/]+\/)+/, '').replace(/^v\d+\./, (version) => {
    const folder = /([^/]+)\/v\d+\.[^/]*$/.exec(withoutTypes)?.[1];
    return folder === undefined ? version : `${folder}.`;
  });
}

/** Without `[...]` and `[go.shape.…]`, in which types may have brackets of their own. */
function withoutInstances(name: string): string {
  const start = name.search(/\[(?:\.\.\.|go\.shape)/);
  if (start < 0) {
    return name;
  }
  let depth = 0;
  for (let at = start; at < name.length; at++) {
    depth += name[at] === '[' ? 1 : name[at] === ']' ? -1 : 0;
    if (depth === 0) {
      return name.slice(0, start) + withoutInstances(name.slice(at + 1));
    }
  }
  return name;
}

/** The import path of the package that a function is of; empty where that cannot be told. */
export function packageOf(name: string): string {
  const [head = ''] = name.split(/[\s([]/, 1);
  const slash = head.lastIndexOf('/');
  const dot = head.indexOf('.', slash + 1);
  return dot < 0 ? '' : head.slice(0, dot);
}

/** The first elements of import paths below GOROOT/src (Go 1.26), without `cmd`. */
const STANDARD = new Set(
  `archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding
  errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path
  plugin reflect regexp runtime simd slices sort strconv strings structs sync syscall testing text time
  unicode unique unsafe vendor weak`.split(/\s+/),
);

/**
 * Whether a package is of the standard library, by its path: modules need no dot in their names. So is what the
 * compiler (`type:.eq.T`) and assembly make outside packages.
 */
export function isStandard(path: string): boolean {
  const [first = ''] = path.split('/', 1);
  return path === '' || STANDARD.has(first) || first.endsWith(':');
}

/** What says how something is done, and not what. */
const MACHINERY = /^(?:runtime|internal|sync|syscall)[/.]/;
/** Of the runtime's own, what all that allocates or waits comes through. */
const THROUGH =
  /^runtime\.(?:malloc\w+|new(?:object|array)|makeslice\w*|growslice|gopark\w*|\(\*scavengerState\)\.(?:park|sleep))$/;

/** Of the functions of a stack that has none of the program's own, the leaf first, the place of the one that tells most. */
export function tellingPlace(names: readonly string[]): number {
  const places = [MACHINERY, THROUGH].map((how) => names.findIndex((name) => !how.test(name)));
  return places.find((place) => place >= 0) ?? 0;
}
