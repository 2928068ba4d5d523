import { join } from 'node:path';
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import type { TextEdit } from '../../server/src/engine/syntax/slicer.ts';
import { ROOT } from '../subjects.ts';

/** The parser that editors use, on whole files, as a measure for our slicer. */
export class TreeSitter {
  readonly #parser: Parser;

  private constructor(parser: Parser) {
    this.#parser = parser;
  }

  static async load(): Promise<TreeSitter> {
    await Parser.init();
    const language = await Language.load(
      join(ROOT, 'node_modules/tree-sitter-go/tree-sitter-go.wasm'),
    );
    return new TreeSitter(new Parser().setLanguage(language));
  }

  parse(text: string): Tree {
    const tree = this.#parser.parse(text);
    if (!tree) {
      throw new Error('tree-sitter gave no tree');
    }
    return tree;
  }

  /** What depends on the lines of the texts is worked out here, not while time is taken. */
  editOf(before: string, { start, oldEnd, newEnd }: TextEdit, after: string): Edit {
    const [old, now] = [new LineIndex(before), new LineIndex(after)];
    const pointIn = (lines: LineIndex, offset: number) => {
      const { line, character } = lines.positionAt(offset);
      return { row: line, column: character };
    };
    return new Edit({
      startIndex: start,
      oldEndIndex: oldEnd,
      newEndIndex: newEnd,
      startPosition: pointIn(old, start),
      oldEndPosition: pointIn(old, oldEnd),
      newEndPosition: pointIn(now, newEnd),
    });
  }

  /** Parses again what the edit touched; the old tree is used up. */
  reparse(tree: Tree, edit: Edit, text: string): Tree {
    tree.edit(edit);
    const next = this.#parser.parse(text, tree);
    tree.delete();
    if (!next) {
      throw new Error('tree-sitter gave no tree');
    }
    return next;
  }
}
