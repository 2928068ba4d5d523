import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import { callTable, topTable, type Call } from '../../../../server/src/engine/profile/top.ts';
import type { PeekModel, PeekRow } from '../../webview/profileProtocol.ts';
import { exactly } from './framePlaces.ts';

/** Callers and callees of a frame; of the one that takes most where there is no name. */
export function peekModel(report: Report, wanted: string): PeekModel | ProfileProblem {
  const name = wanted === '' ? heaviestFrame(report) : wanted;
  if (name === '') {
    return { name, flat: 0, cum: 0, callers: [], callees: [] };
  }
  const table = callTable(report, exactly(name));
  if (isProblem(table)) {
    return { problem: `there is no ${name} in what is shown` };
  }
  const [row] = table.rows;
  return {
    name,
    flat: Number(row?.flat ?? 0),
    cum: Number(row?.cum ?? 0),
    callers: (row?.callers ?? []).map(peekRow),
    callees: (row?.callees ?? []).map(peekRow),
  };
}

function peekRow({ name, weight, isInlined }: Call): PeekRow {
  return { name, value: Number(weight), isInlined };
}

/** The one that takes most by itself; empty where there is none. */
export function heaviestFrame(report: Report): string {
  return topTable(report).rows[0]?.name ?? '';
}
