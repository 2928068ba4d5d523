/** A call graph as Graphviz takes it. Colours are those of the style sheet, by classes. */
import { shortName } from '../../../../../server/src/engine/profile/functionNames.ts';
import type { GraphModel, ViewHeader } from '../../profileProtocol.ts';
import { amountText } from '../../../profiles/models/texts.ts';
import type { GraphvizQuestion } from './graphviz.ts';

/** Sizes of text, in points: of what takes nothing by itself, and of what takes all. */
const LEAST_POINTS = 9;
const MORE_POINTS = 16;
const MOST_PEN = 5;

/** With `countEdges` of the heaviest calls: it is they that layouts take their time for. */
export function graphPicture(
  { nodes, edges }: GraphModel,
  header: ViewHeader,
  unit: string,
  countEdges: number,
): GraphvizQuestion {
  const amount = (value: number) => amountText(header, value, unit);
  const share = (value: number) =>
    header.total === 0 ? 0 : Math.min(1, Math.abs(value) / header.total);
  return {
    graphAttributes: { bgcolor: 'transparent', nodesep: 0.15, ranksep: 0.35 },
    nodeAttributes: { shape: 'box', fontname: 'Courier', margin: '0.08,0.04' },
    edgeAttributes: { fontname: 'Courier', fontsize: 9, arrowsize: 0.6 },
    nodes: nodes.map(({ name, flat, cum }, index) => ({
      name: String(index),
      attributes: {
        label: [
          escaped(shortName(name)),
          flat === 0 ? '' : amount(flat),
          flat === cum ? '' : `${flat === 0 ? '' : 'of '}${amount(cum)}`,
        ]
          .filter((line) => line !== '')
          .join('\n'),
        fontsize: Math.round(LEAST_POINTS + MORE_POINTS * Math.sqrt(share(flat))),
        class: `weight-${Math.ceil(share(cum) * 5)}${cum < 0 ? ' shrunk' : ''}`,
        id: `node-${index}`,
      },
    })),
    edges: edges.slice(0, countEdges).map(({ from, to, value, isResidual, isInlined }) => ({
      tail: String(from),
      head: String(to),
      attributes: {
        label: ` ${amount(value)}${isInlined ? '\n(inline)' : ''}`,
        penwidth: 1 + MOST_PEN * share(value),
        weight: 1 + Math.round(100 * share(value)),
        style: isResidual ? 'dashed' : 'solid',
      },
    })),
  };
}

/** Graphviz gives backslashes a meaning. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\');
}
