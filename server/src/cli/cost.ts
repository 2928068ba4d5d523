import { parseArgs } from 'node:util';
import type { StaticTier } from '../workspace/staticTier.ts';
import { BUILD_OPTIONS, givenFlags, projectsFor, staticTierOf } from './buildOptions.ts';
import { sourceReader } from './collected.ts';
import { EXIT, type CommandContext } from './command.ts';
import { costJson, costText } from './costRows.ts';
import { directoriesOf } from './staticPaths.ts';

export const COST_HELP = `Usage: gomem cost [flags] FUNC [PATH…]

Where the bytes come from that a function allocates: its own code, and all that it calls, as far as
that is known without running it. FUNC is a function's name, "T.M" or "(*T).M" for a method; PATH is a
directory or a file, by default the directory that you are in.

What happens per call and per iteration is added up; growth, errors, panics, misses and what happens
once are kept apart. A call of an interface's method or of a function value is not followed, and is
counted as unknown; so is one of a function without Go code. "up to" stands where there is a way past
some of it; what is in branches of other packages' code is not counted. It is our own analysis: nothing is compiled or run.

Flags:
  --json            one object for each function, its rows below it
  --tags T          build tags, separated by commas
  --go COMMAND      the go command whose toolchain counts; it is not run
  --project FILE    the project file; the default is the nearest gomem.json of each package
  --no-project      no project file
  --help            this text

Exit status: 0 done; 2 bad use, or no such function.
`;

/** `gomem cost`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runCost(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...BUILD_OPTIONS,
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(COST_HELP);
    return EXIT.done;
  }
  const [name, ...paths] = positionals;
  if (name === undefined) {
    context.writeError('gomem cost: name a function; see gomem cost --help\n');
    return EXIT.unusable;
  }
  const projects = projectsFor(values, context);
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const tier = staticTierOf({ given: givenFlags(values), go: values.go, projects }, context);
  const sourceOf = sourceReader();
  let count = 0;
  for (const path of paths.length === 0 ? ['.'] : paths) {
    for (const tree of await costsIn(name, path, { tier, context })) {
      count++;
      const shown = { cwd: context.cwd, sourceOf };
      context.writeOut(
        values.json ? `${JSON.stringify(costJson(tree, shown))}\n` : costText(tree, shown),
      );
    }
  }
  if (count === 0) {
    context.writeError(`gomem cost: no function ${name} in ${paths.join(' ') || '.'}\n`);
    return EXIT.unusable;
  }
  return EXIT.done;
}

async function costsIn(
  name: string,
  path: string,
  {
    tier,
    context,
  }: {
    readonly tier: StaticTier;
    readonly context: CommandContext;
  },
) {
  const found = [];
  for (const { directory, file: only } of await directoriesOf(context, tier, path)) {
    const world = await tier.worldOf(directory);
    const made = world.packageIn(directory, 'build', only);
    for (const file of made?.files ?? []) {
      for (const declaration of file.slices.declarations) {
        const object = made?.checked.functionAt(file.path, declaration);
        if (!object || (only !== undefined && file.path !== only)) {
          continue;
        }
        const costs = world.escapes.costs(tier.trees);
        const tree = isNamed(declaration.name, name) ? costs.treeOf(object) : undefined;
        if (tree) {
          found.push(tree);
        }
      }
    }
  }
  return found;
}

/** `(*T).M` as the compiler names it, and without what is around the type. */
function isNamed(declared: string | undefined, name: string): boolean {
  const plain = (text: string) => text.replaceAll(/[()*]/g, '');
  return declared !== undefined && (declared === name || plain(declared) === name);
}
