/** The files that paths name, with all that rules need to know of them. */
import { dirname } from 'node:path';
import {
  attachVerdicts,
  type DeclarationVerdicts,
  type FileVerdicts,
  type SourceText,
} from '../engine/compilerlog/attach.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import type { Troubles } from '../engine/compilerlog/troubles.ts';
import type { RuleSettings } from '../engine/rules/run.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import { enginePath } from '../host/goFiles.ts';
import type { CodeView } from '../workspace/codeBytes.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import { staticTierOf } from './buildOptions.ts';
import {
  collect,
  type Collected,
  type CollectRequest,
  isWanted,
  sourceReader,
} from './collected.ts';
import type { CommandContext } from './command.ts';
import type { CommandProjects } from './projects.ts';
import { resolveTargets } from './targets.ts';

export interface CheckedFile extends SourceText {
  /** Absolute. */
  readonly path: string;
  readonly view: CodeView;
  /** What its project says of rules. */
  readonly rules: RuleSettings;
  verdictsOn(declaration: Declaration): DeclarationVerdicts | undefined;
}

export interface CheckedFiles {
  readonly files: readonly CheckedFile[];
  readonly troubles: Troubles;
  /** Paths that name nothing. */
  readonly missing: readonly string[];
}

export async function checkedFiles(
  request: Omit<CollectRequest, 'targets'>,
  projects: CommandProjects,
  context: CommandContext,
): Promise<CheckedFiles> {
  const targets = resolveTargets(request.paths, context.cwd);
  const staticTier = staticTierOf({ ...request, projects }, context);
  const collected = await collect({ ...request, targets }, staticTier, projects, context);
  const wanted = await projects.listed(
    [...collected.files].filter((file) => isWanted(file, collected, targets)),
  );
  const files = await filesOf([...wanted].sort(), collected, staticTier, projects);
  return { files, troubles: collected.troubles, missing: targets.missing };
}

async function filesOf(
  paths: readonly string[],
  { logs }: Collected,
  tier: StaticTier,
  projects: CommandProjects,
): Promise<CheckedFile[]> {
  const sourceOf = sourceReader();
  const sources = new Map<string, SourceText>();
  for (const path of paths) {
    const source = sourceOf(path);
    if (source) {
      sources.set(path, source);
    }
  }
  const verdicts = attachVerdicts(joined(logs), sources);
  const views = new Map<string, (path: string) => CodeView | undefined>();
  const files: CheckedFile[] = [];
  for (const [path, source] of sources) {
    const directory = enginePath(dirname(path));
    const viewOf = views.get(directory) ?? (await tier.filesOf(directory));
    views.set(directory, viewOf);
    const view = viewOf(enginePath(path));
    if (view) {
      const rules = (await projects.of(dirname(path)))?.rulesIn(path) ?? {};
      files.push({ path, view, rules, ...source, verdictsOn: lookUp(verdicts.get(path)) });
    }
  }
  return files;
}

function lookUp(verdicts: FileVerdicts | undefined): CheckedFile['verdictsOn'] {
  return ({ id }) => verdicts?.get(id);
}

function joined(logs: readonly CompilerLog[]): CompilerLog {
  return {
    rows: logs.flatMap((log) => log.rows),
    inlinedCalls: logs.flatMap((log) => log.inlinedCalls),
    inlineFacts: logs.flatMap((log) => log.inlineFacts),
    captures: logs.flatMap((log) => log.captures),
    remarks: [],
  };
}
