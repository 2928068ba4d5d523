import type { Node } from 'jsonc-parser';
import { nearestName } from './nearest.ts';

/** Says what is wrong with a part of the document. */
export type Report = (node: Node, message: string) => void;

/**
 * Takes a value out of a part of the document, as far as it is right, and reports the rest. `name`
 * is the part's place in words, as in `build.tags[1]`; empty for the whole document.
 */
export type Reader<Value> = (node: Node, name: string, report: Report) => Value | undefined;

/** A reader for each key that an object may have. */
export type KeyReaders<Value> = {
  readonly [Key in keyof Value]-?: Reader<Exclude<Value[Key], undefined>>;
};

export const readString: Reader<string> = (node, name, report) =>
  isRight(node.type === 'string', node, `${name} must be a string`, report)
    ? String(node.value)
    : undefined;

export const readBoolean: Reader<boolean> = (node, name, report) =>
  isRight(node.type === 'boolean', node, `${name} must be true or false`, report)
    ? node.value === true
    : undefined;

/** A string that reads as the pattern wants; `meaning` says what that is. */
export function readText(pattern: RegExp, meaning: string): Reader<string> {
  return (node, name, report) => {
    const text = node.type === 'string' ? String(node.value) : undefined;
    const fits = text !== undefined && pattern.test(text);
    return isRight(fits, node, `${name} must be ${meaning}`, report) ? text : undefined;
  };
}

/** A list, without the items that are wrong. */
export function listOf<Item>(readItem: Reader<Item>): Reader<readonly Item[]> {
  return (node, name, report) =>
    isRight(node.type === 'array', node, `${name} must be a list`, report)
      ? (node.children ?? [])
          .map((item, index) => readItem(item, `${name}[${index}]`, report))
          .filter((item) => item !== undefined)
      : undefined;
}

/** An object of which the keys are free. */
export function recordOf<Item>(readItem: Reader<Item>): Reader<Readonly<Record<string, Item>>> {
  return (node, name, report) =>
    isRight(node.type === 'object', node, `${name} must be an object`, report)
      ? collect(node, (key, value) => readItem(value, placeOf(name, key), report))
      : undefined;
}

/** An object with these keys and no others. */
export function objectOf<Value extends object>(readers: KeyReaders<Value>): Reader<Partial<Value>> {
  const byKey = new Map(Object.entries<Reader<unknown>>(readers));
  return (node, name, report) => {
    const subject = name === '' ? 'the file' : name;
    if (!isRight(node.type === 'object', node, `${subject} must be an object`, report)) {
      return undefined;
    }
    // Each value comes from the reader that the type has for its key.
    return collect(node, (key, value, keyNode) => {
      const read = byKey.get(key);
      if (!read) {
        const near = nearestName(key, [...byKey.keys()]);
        const hint = near === undefined ? '' : `; did you mean "${near}"?`;
        report(keyNode, `${placeOf(name, key)} is no setting${hint}`);
      }
      return read?.(value, placeOf(name, key), report);
    }) as Partial<Value>;
  };
}

/** The properties of an object with what is made of them; the last of one name counts. */
function collect<Item>(
  object: Node,
  read: (key: string, value: Node, keyNode: Node) => Item | undefined,
): Readonly<Record<string, Item>> {
  const entries = new Map<string, Item>();
  for (const { children: [keyNode, value] = [] } of object.children ?? []) {
    // Where the text is no JSON there may be no value.
    if (keyNode && value) {
      const key = String(keyNode.value);
      const item = read(key, value, keyNode);
      if (item !== undefined) {
        entries.set(key, item);
      }
    }
  }
  return Object.fromEntries(entries);
}

function placeOf(name: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) {
    return `${name}[${JSON.stringify(key)}]`;
  }
  return name === '' ? key : `${name}.${key}`;
}

/** Reports what is not. */
function isRight(fits: boolean, node: Node, message: string, report: Report): boolean {
  if (!fits) {
    report(node, message);
  }
  return fits;
}
