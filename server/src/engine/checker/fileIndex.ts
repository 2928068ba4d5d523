/** What a file declares in its package, by name, before anything is known of it. */
import { stringValue } from '../types/constant/textLiterals.ts';
import { isLetter, skipGap } from '../syntax/scanner.ts';
import type { Declaration, FileSlices } from '../syntax/slicer.ts';
import type { ImportSpec, ParsedDeclaration } from '../syntax/ast.ts';

export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  /** There before the slices are, where those are made when somebody asks for them. */
  readonly text?: string;
  readonly slices: FileSlices;
  /** With bodies where they will be looked at. Who gives it remembers what was parsed. */
  readonly parse: (declaration: Declaration) => ParsedDeclaration;
  /** With the body, where `parse` leaves it out; nobody remembers it. */
  readonly parseWhole?: (declaration: Declaration) => ParsedDeclaration;
}

export interface Import {
  readonly path: string;
  readonly spec: ImportSpec;
  readonly declaration: Declaration;
}

export interface FileIndex {
  /** Names of the package scope, with the index of their declaration: the first one counts. */
  readonly names: ReadonlyMap<string, number>;
  /** Methods by the name of their receiver base type. */
  readonly methods: ReadonlyMap<string, readonly MethodEntry[]>;
  /** `type A = B` as A to B: methods can be declared with either. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly imports: readonly Import[];
}

export interface MethodEntry {
  readonly name: string;
  readonly hasPointerReceiver: boolean;
  /** Index of the declaration. */
  readonly at: number;
}

const indexes = new WeakMap<FileSlices, FileIndex>();

/** Made once for each version of a file. */
export function indexOf(file: SourceFile): FileIndex {
  let index = indexes.get(file.slices);
  if (index === undefined) {
    index = makeIndex(file);
    indexes.set(file.slices, index);
  }
  return index;
}

function makeIndex(file: SourceFile): FileIndex {
  const names = new Map<string, number>();
  const methods = new Map<string, MethodEntry[]>();
  const aliases = new Map<string, string>();
  const imports: Import[] = [];
  for (const [at, declaration] of file.slices.declarations.entries()) {
    const declare = (name: string): void => {
      if (!names.has(name)) {
        names.set(name, at);
      }
    };
    switch (declaration.keyword) {
      case 'func': {
        const found = functionName(declaration.name);
        if (found?.receiver !== undefined) {
          const { receiver, name, hasPointerReceiver } = found;
          const list = methods.get(receiver) ?? [];
          list.push({ name, hasPointerReceiver, at });
          methods.set(receiver, list);
        } else if (found !== undefined && found.name !== 'init') {
          declare(found.name);
        }
        break;
      }
      case 'package':
      case 'stray':
        break;
      case 'import':
      case 'const':
      case 'var':
      case 'type': {
        const onlyName = onlyNameOf(file.slices.text, declaration);
        if (onlyName !== undefined) {
          declare(onlyName);
          break;
        }
        const { syntax } = file.parse(declaration);
        switch (syntax.kind) {
          case 'import':
            for (const spec of syntax.specs) {
              const path = stringValue(spec.path.text);
              if (path !== undefined) {
                imports.push({ path, spec, declaration });
              }
            }
            break;
          case 'const':
          case 'var':
            for (const { name } of syntax.specs.flatMap((spec) => spec.names)) {
              declare(name);
            }
            break;
          case 'type':
            for (const { name, isAlias, type } of syntax.specs) {
              declare(name.name);
              if (isAlias && type.kind === 'identifier') {
                aliases.set(name.name, type.name);
              }
            }
            break;
          case 'package':
          case 'func':
          case 'bad':
            break;
        }
      }
    }
  }
  return { names, methods, aliases, imports };
}

/**
 * The name of a declaration that has one name and nothing else to look at here: most types and variables of
 * dependencies are never parsed. Undefined for groups, for several names, and for what may be an alias.
 */
function onlyNameOf(text: string, declaration: Declaration): string | undefined {
  const { keyword, name, start, end, isComplete } = declaration;
  if (name === undefined || !isComplete) {
    return undefined;
  }
  const behind = skipGap(text, skipGap(text, start + keyword.length) + name.length);
  const next = behind < end ? text[behind] : undefined;
  const isWord = next !== undefined && isLetter(next.charCodeAt(0));
  const isType = keyword === 'type' && (isWord || next === '*');
  const isValue = (keyword === 'const' || keyword === 'var') && (isWord || next === '=');
  return isType || isValue ? name : undefined;
}

export interface FunctionName {
  readonly name: string;
  readonly receiver: string | undefined;
  readonly hasPointerReceiver: boolean;
}

/** Reads `F`, `T.M` and `(*T).M`: see `Declaration.name`. */
export function functionName(text: string | undefined): FunctionName | undefined {
  if (text === undefined) {
    return undefined;
  }
  const dot = text.lastIndexOf('.');
  if (dot < 0) {
    return { name: text, receiver: undefined, hasPointerReceiver: false };
  }
  const name = text.slice(dot + 1);
  const hasPointerReceiver = text.startsWith('(*');
  const receiver = hasPointerReceiver ? text.slice(2, dot - 1) : text.slice(0, dot);
  return { name, receiver, hasPointerReceiver };
}
