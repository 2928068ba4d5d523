import { RecentMap } from '../engine/caches/recentMap.ts';
import { judgesRowsOf } from '../engine/comparison/judgesRows.ts';
import { compareVerdicts, type Disagreement } from '../engine/comparison/verdicts.ts';
import type { DeclarationDifferences } from '../engine/features/tierDifferences.ts';
import type { CompilerTier } from './compilerTier.ts';
import type { OpenDocument } from './documents.ts';
import type { StaticVerdicts } from './staticVerdicts.ts';

/** How many declarations are kept, each as it was when it differed. */
const MAXIMUM_KEPT = 200;

/** Where our own verdicts are not the compiler's, of texts of which there were both. */
export class TierDifferences {
  readonly #compiler: CompilerTier;
  readonly #ours: StaticVerdicts;
  /** By file and `Declaration.id`. */
  readonly #kept = new RecentMap<string, DeclarationDifferences>(MAXIMUM_KEPT);

  constructor(compiler: CompilerTier, ours: StaticVerdicts) {
    this.#compiler = compiler;
    this.#ours = ours;
  }

  /** Compares what both say of a document, if both know it as it is now. */
  note(document: OpenDocument): void {
    const { file, slices, lines } = document;
    const log = this.#compiler.isCurrent(document) ? this.#compiler.logOf(document) : undefined;
    const ours = log && this.#ours.logsOf(document);
    if (!ours || file === undefined) {
      return;
    }
    const rows = log.rows.filter(({ place }) => place.file === file);
    const judges = judgesRowsOf(rows, (path) => (path === file ? document : undefined));
    const { disagreements } = compareVerdicts(judges, ours.logs);
    const byDeclaration = new Map<string, Disagreement[]>();
    for (const each of disagreements) {
      const offset = lines.offsetOfByteColumn(each.place.line, each.place.column);
      const id = offset === undefined ? undefined : slices.declarationAt(offset)?.id;
      if (id !== undefined) {
        byDeclaration.set(id, [...(byDeclaration.get(id) ?? []), each]);
      }
    }
    for (const declaration of slices.declarations) {
      const key = `${file} ${declaration.id}`;
      const found = byDeclaration.get(declaration.id);
      if (found) {
        this.#kept.set(key, {
          file,
          firstLine: lines.lineAt(declaration.start) + 1,
          text: slices.textOf(declaration),
          goVersion: ours.goVersion,
          disagreements: found,
        });
      } else {
        this.#kept.delete(key);
      }
    }
  }

  /** What was noted, the last at the end. */
  all(): readonly DeclarationDifferences[] {
    return [...this.#kept.values()];
  }
}
