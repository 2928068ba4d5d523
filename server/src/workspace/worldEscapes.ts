import { bodyOf, readingFor } from '../engine/checker/packageChecker.ts';
import type { CheckedPackage } from '../engine/checker/packageChecker.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import type { KnownFunction, KnownLeaks } from '../engine/compile/knownLeaks.ts';
import { PackageEscapes } from '../engine/compile/packageEscapes.ts';
import { remarksOf } from '../engine/compile/remarks.ts';
import {
  capturesOf,
  inlinedCallsOf,
  inlineFactsOf,
  type RowContext,
  rowsOf,
} from '../engine/compile/rows.ts';
import type { CompilerLog, InlineFact, Place } from '../engine/compilerlog/rows.ts';
import type { KeptSite } from '../engine/compilerlog/inlining.ts';
import type { FunctionEscapes } from '../engine/escape/program.ts';
import type { NamedVerdict } from '../engine/inline/inliner.ts';
import {
  type BuildCompilerFlags,
  DEFAULT_BUILD_COMPILER_FLAGS,
  DEFAULT_COMPILER_FLAGS,
  isSameCompilation,
  PackageFlags,
} from '../engine/ir/compilerFlags.ts';
import { CodeFormatter } from '../engine/ir/format.ts';
import { nameInPackage } from '../engine/ir/callProfile.ts';
import type { Callee } from '../engine/ir/func.ts';
import type { Position } from '../engine/ir/position.ts';
import { leave, withEach } from '../engine/ir/steps.ts';
import { isGeneric } from '../engine/noder/instances.ts';
import { symbolName, type VariablesBody } from '../engine/noder/noder.ts';
import type { GoSizes } from '../engine/layout/sizes.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { counterpartIn } from '../engine/types/counterpart.ts';
import type { FuncObject } from '../engine/types/objects.ts';
import type { Package } from '../engine/types/package.ts';
import type { DeclarationTrees } from './declarationTrees.ts';
import type { DependencyLeaks } from './dependencyLeaks.ts';
import type { Turns } from './turns.ts';
import { type DeclarationFound, Warming } from './warming.ts';
import { WorldCosts } from './worldCosts.ts';

export interface EscapesHost {
  readonly sizes: GoSizes;
  /** Those of a build without any if nothing is said. */
  readonly compilerFlags?: BuildCompilerFlags;
  /** A file as it is now, of any package. */
  fileAt(path: string): SourceFile | undefined;
  /** As in `go1.26.1`; undefined without a Go installation. */
  goVersion(): string | undefined;
  /** What is known of the standard library of that version. */
  knownLeaks(): KnownLeaks | undefined;
  /** What was found out before, of functions in dependencies. */
  readonly dependencyLeaks?: Pick<DependencyLeaks, 'of'>;
  /** Whether a package is one of the user's own: its text may change at any time. */
  isOwn(importPath: string): boolean;
  /** A package as those see it that import it; undefined while nobody does. */
  imported?(importPath: string): Package | undefined;
}

/** What is known of a declaration. */
interface Judged {
  readonly found: readonly FunctionEscapes[];
  readonly inlining: readonly NamedVerdict[];
}

/** Escape analysis by our own front end, of all packages that one directory's code sees. */
export class WorldEscapes {
  readonly #host: EscapesHost;
  readonly #escapes: PackageEscapes;
  #costs: WorldCosts | undefined;
  /** Packages of which every function was looked at, so that an edit has little to find out. */
  #warm = new WeakSet<CheckedPackage>();
  /** Their paths, those included that are to be looked at anew since. */
  readonly #lookedAt = new Set<string>();
  /** Of the package that is being looked at. */
  #warming: Warming | undefined;
  /** Functions whose bodies changed since somebody last asked. */
  readonly #changed = new Set<FuncObject>();

  constructor(host: EscapesHost) {
    this.#host = host;
    const build = host.compilerFlags ?? DEFAULT_BUILD_COMPILER_FLAGS;
    const flags = new PackageFlags(build, (importPath) => host.isOwn(importPath));
    const isHot = ({ object }: Callee): boolean => {
      const { profile } = flags.of(object.package?.path);
      const name = object.package && nameInPackage(object.package, symbolName(object));
      return name !== undefined && profile?.has(name) === true;
    };
    // The table is of packages as they are compiled without any flags, and of what no profile says anything of.
    const isPlain = isSameCompilation(
      { ...build.imported, profile: undefined },
      DEFAULT_COMPILER_FLAGS,
    );
    const known = (callee: Callee) =>
      callee.object.package && !host.isOwn(callee.object.package.path)
        ? ((isPlain && !isHot(callee) ? host.knownLeaks()?.of(callee) : undefined) ??
          host.dependencyLeaks?.of(callee))
        : undefined;
    this.#escapes = new PackageEscapes({
      sizes: host.sizes,
      flagsOf: (compiled) => flags.of(compiled?.path),
      lineOf: (position) => new Places((path) => host.fileAt(path)).of(position).line,
      isHot,
      bodyOf,
      readingFor,
      isOwn: (object) => isOwn(host, object),
      isNotInlined: (callee) => known(callee)?.isInlined === false,
      summaryOf: known,
      asImported: (object) => {
        const imported = host.imported?.(object.package?.path ?? '');
        return imported && counterpartIn(imported, object);
      },
      found: (object) => this.#warming?.take(object),
    });
  }

  /** More than bodies changed in packages of the user's own. */
  forgetOwn(): void {
    this.#escapes.forgetOwn();
    this.#warm = new WeakSet();
  }

  /** Of whatever package. */
  bodiesChanged(functions: readonly FuncObject[]): void {
    for (const object of functions) {
      this.#changed.add(object);
    }
  }

  #renew(): void {
    if (this.#changed.size > 0) {
      const changed = [...this.#changed];
      this.#changed.clear();
      this.#escapes.renew(changed);
    }
  }

  /** Changes whenever the verdicts on a declaration of a package are others than before. */
  stampOf(checked: CheckedPackage, file: SourceFile, declaration: Declaration): string {
    this.#renew();
    const object = checked.functionAt(file.path, declaration);
    return object ? this.#escapes.stampOf(object) : this.#escapes.variablesStamp;
  }

  /** Whether edits have consequences for other functions that are not found out yet. */
  get isOutdated(): boolean {
    this.#renew();
    return this.#escapes.isOutdated;
  }

  /**
   * Finds them out; until then there are the verdicts from before the edits. Answers whether there
   * were any.
   */
  async followEdits(turns: Turns): Promise<boolean> {
    // What has changed in the meantime is told before it is looked at.
    this.#renew();
    const steps = withEach(this.#escapes.stepsAfterEdits(), () => {
      this.#renew();
    });
    try {
      for (;;) {
        const step = steps.next();
        if (step.done) {
          return step.value;
        }
        await turns.rest();
      }
    } finally {
      leave(steps);
    }
  }

  /** Whether the verdicts on a package's declarations are to be had at once. */
  isWarm(checked: CheckedPackage): boolean {
    if (this.#warming) {
      return false;
    }
    this.#renew();
    return this.#warm.has(checked) && !this.#escapes.isLargeForgotten;
  }

  /** Whether a package was warm, as it is or with other declarations: then much can be said at once. */
  wasWarm({ package: { path } }: CheckedPackage): boolean {
    return this.#lookedAt.has(path);
  }

  /**
   * Looks at every function of a package, for as long as this is wanted: that may change whenever
   * others have their turn. One package at a time. `found` is told of functions in these files while
   * `logOf` has its answer at hand: later it may have to make their code anew.
   */
  async warm(
    checked: CheckedPackage,
    files: readonly SourceFile[],
    turns: Turns,
    isWanted: () => boolean,
    found: DeclarationFound,
  ): Promise<boolean> {
    if (this.#warming) {
      return false;
    }
    this.#warming = new Warming(this.#escapes, checked, files, found);
    const steps = this.#warming.steps();
    try {
      this.#renew();
      while (steps.next().done !== true) {
        if (turns.isOver) {
          await turns.rest();
          if (!isWanted()) {
            return false;
          }
        }
      }
    } finally {
      leave(steps);
      this.#warming = undefined;
    }
    this.#escapes.forgetAtOnce();
    this.#warm.add(checked);
    this.#lookedAt.add(checked.package.path);
    return true;
  }

  /** What was found out of functions in dependencies. */
  ofDependencies(): ReadonlyMap<FuncObject, KnownFunction> {
    return this.#escapes.ofDependencies();
  }

  /** Steps after which `logOf` has little left to do. */
  *stepsTo(
    checked: CheckedPackage,
    file: SourceFile,
    declaration: Declaration,
  ): Generator<void, void> {
    const object = checked.functionAt(file.path, declaration);
    if (object) {
      // What has changed in the meantime is told before it is looked at.
      yield* withEach(this.#escapes.stepsToVerdicts(object), () => {
        this.#renew();
      });
    }
  }

  /** What the compiler would say of a declaration, as far as our analysis goes. */
  logOf(checked: CheckedPackage, file: SourceFile, declaration: Declaration): CompilerLog {
    this.#renew();
    return this.#logOf(checked, this.#judged(checked, file, declaration));
  }

  /**
   * The same in steps, of a package that is not warm; undefined of what nothing can be said yet. If it was
   * before, or many functions that were looked at together are to be looked at again, other functions are taken to be
   * what they were then; if not, all that this one comes to is looked at, and need not be again.
   */
  *logAtOnce(
    checked: CheckedPackage,
    file: SourceFile,
    declaration: Declaration,
  ): Generator<void, CompilerLog | undefined> {
    this.#renew();
    const object = checked.functionAt(file.path, declaration);
    if (!this.wasWarm(checked) && !this.#escapes.isLargeForgotten) {
      // Of generic functions, and of variables, instances are to be known.
      if (!object || isGeneric(object)) {
        return undefined;
      }
      yield* this.stepsTo(checked, file, declaration);
      return this.logOf(checked, file, declaration);
    }
    if (object) {
      const found = yield* this.#escapes.atOnce(object);
      this.#renew();
      const inlining = this.#escapes.inlineVerdictsOn(object);
      return found && this.#logOf(checked, { found, inlining });
    }
    const variables = variablesOf(checked, file, declaration);
    return variables
      ? this.#logOf(checked, {
          found: this.#escapes.variablesAtOnce(variables),
          inlining: this.#escapes.inlineVerdictsIn(variables),
        })
      : undefined;
  }

  #logOf(checked: CheckedPackage, { found, inlining }: Judged): CompilerLog {
    const context = this.#rowContext(checked);
    return {
      rows: found.flatMap((each) => rowsOf(each, context)),
      inlinedCalls: found.flatMap((each) => inlinedCallsOf(each, context)),
      inlineFacts: inlineFactsOf(inlining, context),
      captures: found.flatMap((each) => capturesOf(each, context)),
      remarks: [],
    };
  }

  /** Functions that are at hand when one is, itself included: they refer to each other. */
  analysedWith(object: FuncObject): readonly FuncObject[] {
    return this.#escapes.analysedWith(object);
  }

  /** Looks at generic functions, so that all their instances are known when each of them is judged. */
  lookAtInstances(generic: readonly FuncObject[]): void {
    this.#renew();
    this.#escapes.lookAtInstances(generic);
  }

  /** What the compiler remarks beside that. */
  remarksOf(
    checked: CheckedPackage,
    file: SourceFile,
    declaration: Declaration,
  ): CompilerLog['remarks'] {
    const context = this.#rowContext(checked);
    const { found } = this.#judged(checked, file, declaration);
    return found.flatMap((each) => remarksOf(each, context));
  }

  #judged(checked: CheckedPackage, file: SourceFile, declaration: Declaration): Judged {
    const object = checked.functionAt(file.path, declaration);
    if (object) {
      const found = this.#escapes.ofFunction(object);
      return { found, inlining: this.#escapes.inlineVerdictsOn(object) };
    }
    const variables = variablesOf(checked, file, declaration);
    if (variables) {
      const found = this.#escapes.ofVariables(variables);
      return { found, inlining: this.#escapes.inlineVerdictsIn(variables) };
    }
    return { found: [], inlining: [] };
  }

  /** What the inliner says of a function; undefined for what is generic, or no function. */
  inlineFactOf(
    checked: CheckedPackage,
    file: SourceFile,
    declaration: Declaration,
  ): InlineFact | undefined {
    this.#renew();
    const object = checked.functionAt(file.path, declaration);
    const [own] = object ? this.#escapes.inlineVerdictsOn(object) : [];
    return own && inlineFactsOf([own], this.#rowContext(checked))[0];
  }

  /** What functions cost. */
  costs(trees: DeclarationTrees): WorldCosts {
    this.#renew();
    this.#costs ??= new WorldCosts(
      {
        escapes: this.#escapes,
        sizes: this.#host.sizes,
        goVersion: () => this.#host.goVersion(),
        fileAt: (path) => this.#host.fileAt(path),
        isOwn: (object) => isOwn(this.#host, object),
      },
      trees,
    );
    return this.#costs;
  }

  #rowContext(checked: CheckedPackage): RowContext {
    const places = new Places((path) => this.#host.fileAt(path));
    return {
      formatter: new CodeFormatter(checked.package),
      placeOf: (position: Position) => places.of(position),
    };
  }

  /** What a function puts on the heap for a call of another one that costs too much to be inlined. */
  keptByInlining(
    checked: CheckedPackage,
    file: SourceFile,
    declaration: Declaration,
  ): readonly KeptSite[] {
    this.#renew();
    const object = checked.functionAt(file.path, declaration);
    return object
      ? this.#escapes.keptByInlining(object).map(({ verdict, callee, reason }) => ({
          offset: verdict.node.offset,
          kind: verdict.kind,
          functionName: callee.name,
          reason,
        }))
      : [];
  }
}

function variablesOf(
  checked: CheckedPackage,
  file: SourceFile,
  declaration: Declaration,
): VariablesBody | undefined {
  const types = checked.typesOf(file.path, declaration);
  const { syntax } = file.parse(declaration);
  return types && syntax.kind === 'var'
    ? {
        source: { file: file.path, declaration },
        syntax,
        types,
        hasLoopVariables: checked.hasLoopVariables(file.path),
        package: checked.package,
      }
    : undefined;
}

function isOwn(host: EscapesHost, { package: owner }: Pick<FuncObject, 'package'>): boolean {
  return owner !== undefined && host.isOwn(owner.path);
}

/** Lines and byte columns of positions, in the texts as they are now. */
class Places {
  readonly #fileAt: (path: string) => SourceFile | undefined;
  readonly #known = new Map<string, FileSlices | undefined>();

  constructor(fileAt: (path: string) => SourceFile | undefined) {
    this.#fileAt = fileAt;
  }

  of({ frame, offset }: Position): Place {
    const { file, declaration } = frame.source;
    if (!this.#known.has(file)) {
      this.#known.set(file, this.#fileAt(file)?.slices);
    }
    const slices = this.#known.get(file);
    const found = slices?.lines.byteColumnAt(slices.startOf(declaration) + offset);
    return { file, line: 1, column: 0, ...found };
  }
}
