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
import type { CodeView } from '../workspace/codeBytes.ts';
import type { FileView } from '../workspace/staticTier.ts';
import { staticTierOf } from './buildOptions.ts';
import { CodeViews } from './codeViews.ts';
import { collect, type Collected, type CollectRequest, isWanted } from './collected.ts';
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
  const views = new CodeViews(staticTier);
  const collected = await collect({ ...request, targets }, staticTier, projects, context);
  const wanted = await projects.listed(
    [...collected.files].filter((file) => isWanted(file, collected, targets)),
  );
  const files = await filesOf([...wanted].sort(), collected, views, projects);
  return { files, troubles: collected.troubles, missing: targets.missing };
}

async function filesOf(
  paths: readonly string[],
  { logs }: Collected,
  views: CodeViews,
  projects: CommandProjects,
): Promise<CheckedFile[]> {
  const found = new Map<string, SourceText & { readonly view: FileView }>();
  for (const path of paths) {
    const view = await views.of(path);
    if (view) {
      found.set(path, { view, slices: view.slices, lines: view.slices.lines });
    }
  }
  const verdicts = attachVerdicts(joined(logs), found);
  const files: CheckedFile[] = [];
  for (const [path, file] of found) {
    const rules = (await projects.of(dirname(path)))?.rulesIn(path) ?? {};
    files.push({ path, rules, ...file, verdictsOn: lookUp(verdicts.get(path)) });
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
