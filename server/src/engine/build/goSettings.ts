/** All that decides what a directory's packages are built of, besides the sources. */
import { buildContext, type BuildContext } from './context.ts';
import { experimentTags, readExperimentBaseline } from './experiments.ts';
import { featureTags, featureVariable } from './featureTags.ts';
import type { GoFileSystem } from './fileSystem.ts';
import type { BuildFlags } from './flags.ts';
import { readGoFlags, type GoFlags } from './goFlags.ts';
import { GoVariables, type HostEnvironment } from './goVariables.ts';
import { minorOf } from './goVersion.ts';
import {
  chooseToolchain,
  findExecutable,
  findInstallation,
  type GoInstallation,
  summarizedInstallation,
} from './installation.ts';
import { defaultCCompiler, supportsCgo } from './platforms.ts';

/** What a machine without Go is taken to have: the newest Go 1 that is known here. */
const NEWEST_GO_MINOR = 26;

export interface GoSettings {
  /** A summary of one where there is no Go on this machine; undefined where that is missing, too. */
  readonly installation: GoInstallation | undefined;
  readonly variables: GoVariables;
  readonly flags: GoFlags;
  readonly context: BuildContext;
  /** What is amiss, as sentences. */
  readonly problems: readonly string[];
}

export interface GoSettingsOptions {
  readonly flags: BuildFlags;
  /** Whose go.mod or go.work may ask for another toolchain. */
  readonly directory: string;
  /** Name or path of the go command. */
  readonly goCommand?: string;
}

export function readGoSettings(
  files: GoFileSystem,
  machine: HostEnvironment,
  options: GoSettingsOptions,
): GoSettings {
  const { flags, directory, goCommand = 'go' } = options;
  const host = { ...machine, variables: { ...machine.variables, ...flags.environment } };
  const own = GoVariables.read(files, host);
  const problems: string[] = [];
  let installation: GoInstallation | undefined;
  let variables = own;
  const found = findInstallation(files, own, goCommand);
  if ('missingBecause' in found) {
    problems.push(found.missingBecause);
    installation = summarizedInstallation(files, own, directory);
    variables = installation ? own.withToolchain(files, installation.goroot) : own;
  } else {
    const defaults = own.withToolchain(files, found.goroot);
    const choice = chooseToolchain(files, defaults, found, directory);
    installation = choice.installation;
    variables = own.withToolchain(files, installation.goroot);
    if (choice.problem !== undefined) {
      problems.push(choice.problem);
    }
  }
  const goFlags = readGoFlags(variables.get('GOFLAGS'), flags);
  const context = contextOf(files, variables, installation, goFlags);
  return { installation, variables, flags: goFlags, context, problems };
}

function contextOf(
  files: GoFileSystem,
  variables: GoVariables,
  installation: GoInstallation | undefined,
  flags: GoFlags,
): BuildContext {
  const goos = variables.get('GOOS') || variables.host.goos;
  const goarch = variables.get('GOARCH') || variables.host.goarch;
  const goMinor = installation ? minorOf(installation.version) : NEWEST_GO_MINOR;
  const read = (path: string): string =>
    (installation && files.readFile(`${installation.goroot}/src/internal/buildcfg/${path}`)) ?? '';
  const defaults = readDefaults(read('zbootstrap.go'));
  const valueOf = (name: string): string => variables.get(name) || (defaults.get(name) ?? '');
  const baseline = readExperimentBaseline(read('exp.go'), goos, goarch);
  const feature = featureVariable(goarch);
  return buildContext({
    goos,
    goarch,
    cgoEnabled: isCgoEnabled(files, variables, defaults.get('CGO_ENABLED') ?? '', goos, goarch),
    goMinor,
    userTags: flags.tags,
    toolTags: [
      ...experimentTags(baseline, valueOf('GOEXPERIMENT')),
      ...(feature === undefined ? [] : featureTags(goarch, valueOf(feature), goMinor)),
    ],
    race: flags.race,
    msan: flags.msan,
    asan: flags.asan,
  });
}

/**
 * `defaultContext` of cmd/go/internal/cfg/cfg.go (Go 1.26): cgo is on for this machine's own
 * platform if there is a C compiler, and off for any other.
 */
function isCgoEnabled(
  files: GoFileSystem,
  variables: GoVariables,
  byDefault: string,
  goos: string,
  goarch: string,
): boolean {
  const setting = variables.get('CGO_ENABLED');
  if (setting === '0' || setting === '1') {
    return setting === '1';
  }
  if (byDefault === '0' || byDefault === '1') {
    return byDefault === '1';
  }
  const { host } = variables;
  return (
    goos === host.goos &&
    goarch === host.goarch &&
    supportsCgo(goos, goarch) &&
    ((host.variables.CC ?? '') !== '' ||
      findExecutable(files, variables, defaultCCompiler(goos)) !== undefined)
  );
}

/** Defaults that are built into a toolchain: `const DefaultGOAMD64 = …` of its zbootstrap.go. */
function readDefaults(source: string): ReadonlyMap<string, string> {
  const constants = source.matchAll(/^const [dD]efault(\w+)\s*=\s*[`"]([^`"]*)[`"]$/gm);
  return new Map([...constants].map(([, name = '', value = '']) => [name, value]));
}
