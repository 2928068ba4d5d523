import { dirname } from 'node:path';
import { RecentMap } from '../engine/caches/recentMap.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import {
  type DeclarationVerdicts,
  type SourceText,
  verdictsOn,
} from '../engine/compilerlog/attach.ts';
import type { InlineFact } from '../engine/compilerlog/rows.ts';
import type { KeptSite } from '../engine/compilerlog/inlining.ts';
import type { PackageVariant } from '../engine/compilerlog/compilation.ts';
import { type Lines, movedVerdicts } from '../engine/compilerlog/moveVerdicts.ts';
import type { CalledRow } from '../engine/summary/functionCosts.ts';
import type { CodePlace } from '../engine/summary/ownCost.ts';
import type { Totals } from '../engine/summary/totals.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { type BuildWorld, type WorldPackage } from './buildWorld.ts';
import { type DeclarationLog, declarationLogs } from './declarationLogs.ts';
import type { DeclarationTrees } from './declarationTrees.ts';
import type { OpenDocument } from './documents.ts';
import { compiledVariantOf, packageKey } from './packageKey.ts';
import { type StaticTier, variantOf } from './staticTier.ts';
import type { WorldEscapes } from './worldEscapes.ts';
import { Turns } from './turns.ts';

export interface StaticVerdictsHost {
  readonly staticTier: StaticTier;
  /** Lets everybody else have their turn. */
  readonly pause: () => Promise<void>;
  /** The verdicts on these documents' package are to be had now. */
  readonly changed: (directory: string, variant: PackageVariant) => void;
}

interface OurVerdicts {
  readonly verdicts: DeclarationVerdicts;
  /** Whether all names in the declaration are known. */
  readonly isWhole: boolean;
}

interface Known {
  /** Of what the verdicts depend on. */
  readonly stamp: string;
  /** Where the declaration is. */
  readonly lines: Lines;
  readonly ours: OurVerdicts | undefined;
}

/** What a function costs with all that it calls. */
export interface CostTree {
  readonly root: CalledRow;
  /** Zero-based, in the text as it is now; undefined if the file is gone. */
  placeOf(place: CodePlace): { readonly line: number; readonly character: number } | undefined;
}

interface SourceInPackage {
  readonly escapes: WorldEscapes;
  readonly checked: CheckedPackage;
  readonly source: SourceFile;
}

/** Those of a large package; of one like net/http it is seven megabytes. */
const MAXIMUM_FILES = 256;

/**
 * Our own verdicts on open documents. They are there once all functions of the package have been
 * looked at, and from then on with every keystroke; only `ready` waits. What an edit means for other
 * functions than the edited one is found out afterwards, and told by `changed`.
 */
export class StaticVerdicts {
  readonly #host: StaticVerdictsHost;
  /** By directory. */
  readonly #worlds = new Map<string, BuildWorld>();
  /** Packages that are being looked at, by directory and variant. */
  readonly #warming = new Map<string, Promise<void>>();
  /** Worlds in which the consequences of edits are being found out. */
  readonly #following = new WeakSet<BuildWorld>();
  /** Steps that somebody waits for. */
  #countAsked = 0;
  /** By file and `Declaration.id`. */
  readonly #known = new RecentMap<string, Map<string, Known>>(MAXIMUM_FILES);

  constructor(host: StaticVerdictsHost) {
    this.#host = host;
  }

  /** Steps after which `on` has its answer at hand; who does not take all of them has to `return` them. */
  *stepsOn(document: OpenDocument, declaration: Declaration): Generator<void, void> {
    const found = this.#sourceOf(document);
    if (found) {
      const { escapes, checked, source } = found;
      const known = this.#knownIn(document, source.path).get(declaration.id);
      if (known?.stamp !== escapes.stampOf(checked, source, declaration)) {
        this.#countAsked++;
        try {
          yield* escapes.stepsTo(checked, source, declaration);
        } finally {
          this.#countAsked--;
        }
      }
    }
  }

  /** Undefined as long as nothing can be said at once; that it can is told by `changed`. */
  on(document: OpenDocument, declaration: Declaration): OurVerdicts | undefined {
    const found = this.#sourceOf(document);
    if (!found) {
      return undefined;
    }
    const { escapes, checked, source } = found;
    const file = source.path;
    const lines = linesOf(file, document, declaration);
    const knownHere = this.#knownIn(document, file);
    const known = knownHere.get(declaration.id);
    if (known?.stamp === escapes.stampOf(checked, source, declaration)) {
      const now = known.lines.first === lines.first ? known : moved(known, lines);
      knownHere.set(declaration.id, now);
      return now.ours;
    }
    return this.#look(found, document, declaration);
  }

  /** What is to be said of a declaration in a text as it is now. */
  #look(
    { escapes, checked, source }: SourceInPackage,
    text: SourceText,
    declaration: Declaration,
  ): OurVerdicts | undefined {
    const file = source.path;
    // A loop that is half typed is no loop yet.
    const isParsed = source.parse(declaration).errors.length === 0;
    const ours = isParsed
      ? {
          verdicts: verdictsOn(
            declaration,
            escapes.logOf(checked, source, declaration),
            file,
            text,
          ),
          isWhole: checked.typesOf(file, declaration)?.hasUnknowns === false,
        }
      : undefined;
    const stamp = escapes.stampOf(checked, source, declaration);
    const lines = linesOf(file, text, declaration);
    this.#knownIn(text, file).set(declaration.id, { stamp, lines, ours });
    return ours;
  }

  /** On another function of a document's package; undefined as long as nothing can be said at once. */
  onOther(
    document: OpenDocument,
    file: string,
    declaration: Declaration,
  ): { readonly source: SourceFile; readonly verdicts: DeclarationVerdicts } | undefined {
    const found = this.#packageOf(document);
    const source = found?.made.files.find(({ path }) => path === file);
    if (!found || !source) {
      return undefined;
    }
    const { escapes, made } = found;
    const log = escapes.logOf(made.checked, source, declaration);
    return { source, verdicts: verdictsOn(declaration, log, file, textOf(source)) };
  }

  /**
   * All that we say of a document, as it is compared with what the compiler says; undefined as long as
   * what edits mean for other functions is not found out.
   */
  logsOf(
    document: OpenDocument,
  ):
    | { readonly logs: readonly DeclarationLog[]; readonly goVersion: string | undefined }
    | undefined {
    const found = this.#sourceOf(document);
    if (!found || found.escapes.isOutdated) {
      return undefined;
    }
    const { escapes, checked, source } = found;
    const { goVersion } = this.#worlds.get(dirname(source.path)) ?? {};
    return { logs: declarationLogs(escapes, [{ checked, files: [source] }]), goVersion };
  }

  /** What the inliner says of a function of the package; undefined as well for what is no function. */
  inlineFactOf(document: OpenDocument, functionName: string): InlineFact | undefined {
    const found = this.#packageOf(document);
    for (const file of found?.made.files ?? []) {
      const declaration = file.slices.declarations.find(
        ({ keyword, name }) => keyword === 'func' && name === functionName,
      );
      if (found && declaration) {
        return found.escapes.inlineFactOf(found.made.checked, file, declaration);
      }
    }
    return undefined;
  }

  #functionAt(document: OpenDocument, declaration: Declaration) {
    const found = this.#sourceOf(document);
    const object = found?.checked.functionAt(found.source.path, declaration);
    return found && object && { escapes: found.escapes, object };
  }

  /** What a function allocates with all that it calls; undefined as long as nothing can be said at once. */
  totalsOf(
    document: OpenDocument,
    declaration: Declaration,
    trees: DeclarationTrees,
  ): Totals | undefined {
    const found = this.#functionAt(document, declaration);
    return found?.escapes.costs(trees).totalsOf(found.object);
  }

  /** Where its bytes come from; undefined as well for what is no function. */
  costTreeOf(
    document: OpenDocument,
    declaration: Declaration,
    trees: DeclarationTrees,
  ): CostTree | undefined {
    const found = this.#functionAt(document, declaration);
    const root = found?.escapes.costs(trees).treeOf(found.object);
    const world = this.#worlds.get(dirname(document.file ?? ''));
    return root && world && { root, placeOf: (place) => positionIn(world, place) };
  }

  /** Nothing as long as nothing can be said at once. */
  keptByInlining(document: OpenDocument, declaration: Declaration): readonly KeptSite[] {
    const found = this.#sourceOf(document);
    return found?.escapes.keptByInlining(found.checked, found.source, declaration) ?? [];
  }

  #knownIn({ slices }: SourceText, file: string): Map<string, Known> {
    const known = this.#known.get(file) ?? new Map<string, Known>();
    this.#known.set(file, known);
    if (known.size > 2 * slices.declarations.length) {
      const ids = new Set(slices.declarations.map(({ id }) => id));
      for (const id of known.keys()) {
        if (!ids.has(id)) {
          known.delete(id);
        }
      }
    }
    return known;
  }

  /** Whether the verdicts on a document are to be had; if they are not, that is seen to. */
  isReady(document: OpenDocument): boolean {
    return this.#packageOf(document) !== undefined;
  }

  /** Once the verdicts on a document are to be had, if they ever are. */
  async ready(document: OpenDocument): Promise<void> {
    if (!this.isReady(document) && document.file !== undefined) {
      await this.#warming.get(keyOf(document.file));
    }
  }

  /** Other packages mean other verdicts. */
  forget(): void {
    this.#worlds.clear();
    this.#known.clear();
  }

  /** The document in its package. */
  #sourceOf(document: OpenDocument): SourceInPackage | undefined {
    const found = this.#packageOf(document);
    const source = found?.made.files.find(({ path }) => path === document.file);
    return found && source && { escapes: found.escapes, checked: found.made.checked, source };
  }

  #packageOf({
    file,
  }: OpenDocument): { readonly escapes: WorldEscapes; readonly made: WorldPackage } | undefined {
    if (file === undefined) {
      return undefined;
    }
    const world = this.#worlds.get(dirname(file));
    const made = world?.packageIn(dirname(file), variantOf(world, file), file);
    if (world && made && world.escapes.isWarm(made.checked)) {
      if (world.escapes.isOutdated) {
        this.#follow(world, file);
      }
      return { escapes: world.escapes, made };
    }
    // What cannot be read now is tried again when somebody asks the next time.
    const key = keyOf(file);
    if (!this.#warming.has(key)) {
      const warming = this.#warm(file)
        .catch(() => undefined)
        .finally(() => this.#warming.delete(key));
      this.#warming.set(key, warming);
    }
    return undefined;
  }

  #follow(world: BuildWorld, file: string): void {
    if (this.#following.has(world)) {
      return;
    }
    this.#following.add(world);
    const { pause, changed } = this.#host;
    const following = async () => {
      // It would do the same work once more, and for nobody.
      do {
        await pause();
      } while (this.#countAsked > 0);
      if (await world.escapes.followEdits(new Turns(pause))) {
        changed(dirname(file), compiledVariantOf(file));
      }
    };
    void following()
      .catch(() => undefined)
      .finally(() => this.#following.delete(world));
  }

  async #warm(file: string): Promise<void> {
    const directory = dirname(file);
    const { staticTier, pause } = this.#host;
    let isDone = false;
    while (!isDone) {
      await pause();
      const world = await staticTier.worldOf(directory);
      await staticTier.readAhead(directory);
      this.#worlds.set(directory, world);
      const variant = variantOf(world, file);
      const made = world.packageIn(directory, variant, file);
      if (!made) {
        return;
      }
      const { changes, escapes } = world;
      const { checked } = made;
      const texts = new Map<SourceFile, SourceText>();
      isDone = await escapes.warm(
        checked,
        world.askedIn(made, directory, variant, file),
        new Turns(pause),
        () => world.changes === changes,
        (source, declaration) => {
          const text = texts.get(source) ?? textOf(source);
          texts.set(source, text);
          this.#look({ escapes, checked, source }, text, declaration);
        },
      );
    }
    this.#host.changed(directory, compiledVariantOf(file));
    // Nobody waits for it, and whoever cannot write has to look again the next time.
    void this.#worlds
      .get(directory)
      ?.keepDependencyLeaks()
      .catch(() => undefined);
  }
}

function positionIn(world: BuildWorld, { file, declaration, offset }: CodePlace) {
  const slices = world.fileAt(file)?.slices;
  return slices?.lines.positionAt(slices.startOf(declaration) + offset);
}

function textOf({ slices }: SourceFile): SourceText {
  return { slices, lines: slices.lines };
}

function linesOf(file: string, { lines }: SourceText, { start, end }: Declaration): Lines {
  return { file, first: lines.lineAt(start), last: lines.lineAt(end) };
}

/** The same verdicts where the declaration is now. */
function moved({ stamp, lines: before, ours }: Known, lines: Lines): Known {
  const by = lines.first - before.first;
  return {
    stamp,
    lines,
    ours: ours && { ...ours, verdicts: movedVerdicts(ours.verdicts, before, by) },
  };
}

function keyOf(file: string): string {
  return packageKey(dirname(file), compiledVariantOf(file));
}
