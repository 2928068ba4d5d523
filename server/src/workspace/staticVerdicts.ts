import { dirname } from 'node:path';
import { RecentMap } from '../engine/caches/recentMap.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import {
  type DeclarationVerdicts,
  type SourceText,
  verdictsOn,
} from '../engine/compilerlog/attach.ts';
import type { CompilerLog, InlineFact } from '../engine/compilerlog/rows.ts';
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

export interface OurVerdicts {
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

interface PackageInWorld {
  readonly escapes: WorldEscapes;
  readonly made: WorldPackage;
  /** Whether all its functions have been looked at as they are. */
  readonly isWarm: boolean;
}

interface SourceInPackage extends Omit<PackageInWorld, 'made'> {
  readonly checked: CheckedPackage;
  readonly source: SourceFile;
}

/** Those of a large package; of one like net/http it is seven megabytes. */
const MAXIMUM_FILES = 256;
/** Of what was said before all functions were looked at: none that a package gives. */
const AT_ONCE = 'at once';

/**
 * Our own verdicts on open documents. They are there once all functions of the package have been
 * looked at, and from then on with every keystroke; before, there are those that somebody takes the
 * steps to. What an edit means for other functions than the edited one is found out afterwards, and
 * told by `changed`: where declarations have changed, or a function that is analysed together with
 * many others, the package is looked at anew for that. Until then others are taken to be what they were.
 * On files that are left out of the build there are none, as the compiler has none.
 */
export class StaticVerdicts {
  readonly #host: StaticVerdictsHost;
  /** By directory. */
  readonly #worlds = new Map<string, BuildWorld>();
  /** Packages that are being looked at, by directory and variant. */
  readonly #warming = new Map<string, Promise<void>>();
  /** They are looked at one after the other: two at a time would keep each other's functions waiting. */
  #lastWarming: Promise<void> = Promise.resolve();
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
    if (found && !this.#knownAs(found, document, declaration)) {
      this.#countAsked++;
      try {
        yield* this.#stepsTo(found, document, declaration);
      } finally {
        this.#countAsked--;
      }
    }
  }

  *#stepsTo(
    { escapes, checked, source, isWarm }: SourceInPackage,
    text: SourceText,
    declaration: Declaration,
  ): Generator<void, void> {
    if (isWarm) {
      yield* escapes.stepsTo(checked, source, declaration);
      return;
    }
    const log = isParsed(source, declaration)
      ? yield* escapes.logAtOnce(checked, source, declaration)
      : undefined;
    if (log) {
      this.#keep({ checked, source }, text, declaration, { log, stamp: AT_ONCE });
    }
  }

  /** Undefined as long as nothing can be said; that it can is told by `changed`. */
  on(document: OpenDocument, declaration: Declaration): OurVerdicts | undefined {
    const found = this.#sourceOf(document);
    if (!found) {
      return undefined;
    }
    const known = this.#knownAs(found, document, declaration);
    if (!known) {
      return found.isWarm ? this.#look(found, document, declaration) : undefined;
    }
    const lines = linesOf(found.source.path, document, declaration);
    const now = known.lines.first === lines.first ? known : moved(known, lines);
    this.#knownIn(document, found.source.path).set(declaration.id, now);
    return now.ours;
  }

  /** What was said of a declaration with this text, in whatever state of its package. */
  knownOn(document: OpenDocument, declaration: Declaration): OurVerdicts | undefined {
    return this.#known.get(document.file ?? '')?.get(declaration.id)?.ours;
  }

  /** What is known of a declaration, if it holds, or nothing better is to be had yet. */
  #knownAs(
    { escapes, checked, source, isWarm }: SourceInPackage,
    text: SourceText,
    declaration: Declaration,
  ): Known | undefined {
    const known = this.#knownIn(text, source.path).get(declaration.id);
    const isNow = !isWarm || known?.stamp === escapes.stampOf(checked, source, declaration);
    return isNow ? known : undefined;
  }

  /** What is to be said of a declaration in a text as it is now. */
  #look(
    { escapes, checked, source }: SourceInPackage,
    text: SourceText,
    declaration: Declaration,
  ): OurVerdicts | undefined {
    const log = isParsed(source, declaration)
      ? escapes.logOf(checked, source, declaration)
      : undefined;
    const stamp = escapes.stampOf(checked, source, declaration);
    return this.#keep({ checked, source }, text, declaration, { log, stamp });
  }

  #keep(
    { checked, source: { path } }: Pick<SourceInPackage, 'checked' | 'source'>,
    text: SourceText,
    declaration: Declaration,
    { log, stamp }: { readonly log: CompilerLog | undefined; readonly stamp: string },
  ): OurVerdicts | undefined {
    const ours = log && {
      verdicts: verdictsOn(declaration, log, path, text),
      isWhole: checked.typesOf(path, declaration)?.hasUnknowns === false,
    };
    const lines = linesOf(path, text, declaration);
    this.#knownIn(text, path).set(declaration.id, { stamp, lines, ours });
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
    if (!found?.isWarm || !source) {
      return undefined;
    }
    const { escapes, made, isWarm } = found;
    const inPackage = { escapes, checked: made.checked, source, isWarm };
    const text = textOf(source);
    const known = this.#knownAs(inPackage, text, declaration);
    const ours = known ? known.ours : this.#look(inPackage, text, declaration);
    return ours && { source, verdicts: ours.verdicts };
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
    const found = this.#warmSourceOf(document);
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
      if (found?.isWarm && declaration) {
        return found.escapes.inlineFactOf(found.made.checked, file, declaration);
      }
    }
    return undefined;
  }

  #functionAt(document: OpenDocument, declaration: Declaration) {
    const found = this.#warmSourceOf(document);
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
    const found = this.#warmSourceOf(document);
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

  /** Whether `stepsOn` leads to the verdicts on a document's functions. */
  hasBegun(document: OpenDocument): boolean {
    return this.#packageOf(document) !== undefined;
  }

  /** Once `stepsOn` leads to the verdicts on a document's functions, if it ever does. */
  async begun(document: OpenDocument): Promise<void> {
    if (!this.hasBegun(document) && document.file !== undefined) {
      await this.#begin(dirname(document.file)).catch(() => undefined);
    }
  }

  /** Whether all is known that the document's functions come to; if not, that is seen to. */
  isComplete(document: OpenDocument): boolean {
    return this.#packageOf(document)?.isWarm === true;
  }

  /** Once all is known that the document's functions come to, if it ever is. */
  async complete(document: OpenDocument): Promise<void> {
    if (!this.isComplete(document) && document.file !== undefined) {
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
    return found && source && { ...found, checked: found.made.checked, source };
  }

  #warmSourceOf(document: OpenDocument): SourceInPackage | undefined {
    const found = this.#sourceOf(document);
    return found?.isWarm === true ? found : undefined;
  }

  #packageOf({ file }: OpenDocument): PackageInWorld | undefined {
    if (file === undefined) {
      return undefined;
    }
    const world = this.#worlds.get(dirname(file));
    if (world?.whyLeftOut(file) !== undefined) {
      return undefined;
    }
    const made = world?.packageIn(dirname(file), variantOf(world, file), file);
    if (world && made && world.escapes.isWarm(made.checked)) {
      if (world.escapes.isOutdated) {
        this.#follow(world, file);
      }
      return { escapes: world.escapes, made, isWarm: true };
    }
    // What cannot be read now is tried again when somebody asks the next time.
    const key = keyOf(file);
    if (!this.#warming.has(key)) {
      this.#lastWarming = this.#lastWarming
        .then(() => this.#warm(file))
        .catch(() => undefined)
        .finally(() => this.#warming.delete(key));
      this.#warming.set(key, this.#lastWarming);
    }
    return world && made && { escapes: world.escapes, made, isWarm: false };
  }

  #follow(world: BuildWorld, file: string): void {
    if (this.#following.has(world)) {
      return;
    }
    this.#following.add(world);
    const following = async () => {
      await this.#letOthers();
      if (await world.escapes.followEdits(new Turns(() => this.#letOthers()))) {
        this.#host.changed(dirname(file), compiledVariantOf(file));
      }
    };
    void following()
      .catch(() => undefined)
      .finally(() => this.#following.delete(world));
  }

  /** Lets others have their turn, and those that somebody waits for all that they need: two would do the same work. */
  async #letOthers(): Promise<void> {
    do {
      await this.#host.pause();
    } while (this.#countAsked > 0);
  }

  /** The world of a directory, once the files of its package are read. */
  async #begin(directory: string): Promise<BuildWorld> {
    const { staticTier } = this.#host;
    const world = await staticTier.worldOf(directory);
    await staticTier.readAhead(directory);
    this.#worlds.set(directory, world);
    return world;
  }

  async #warm(file: string): Promise<void> {
    const directory = dirname(file);
    let isDone = false;
    while (!isDone) {
      await this.#host.pause();
      const world = await this.#begin(directory);
      const variant = variantOf(world, file);
      const made = world.packageIn(directory, variant, file);
      if (!made || world.whyLeftOut(file) !== undefined) {
        return;
      }
      const { changes, escapes } = world;
      const { checked } = made;
      const texts = new Map<SourceFile, SourceText>();
      isDone = await escapes.warm(
        checked,
        world.askedIn(made, directory, variant, file),
        new Turns(() => this.#letOthers()),
        () => world.changes === changes,
        (source, declaration) => {
          const text = texts.get(source) ?? textOf(source);
          texts.set(source, text);
          this.#look({ escapes, checked, source, isWarm: true }, text, declaration);
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

/** A loop that is half typed is no loop yet. */
function isParsed(source: SourceFile, declaration: Declaration): boolean {
  return source.parse(declaration).errors.length === 0;
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
