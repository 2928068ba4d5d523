/** Which statement defines a variable: `Name.Defn` of cmd/compile/internal/ir (Go 1.26). */
import type { Func } from './func.ts';
import type { Statement, Target } from './nodes.ts';
import { forEachNode } from './walk.ts';

/** Tells the variables of a function, and of its closures, where they are defined. */
export function linkDefinitions(func: Func): void {
  forEachNode(
    func.body,
    (node) => {
      switch (node.op) {
        case 'as':
          define(node, [node.x], node.isDefinition);
          break;
        case 'as2':
        case 'as2Func':
        case 'as2DotType':
        case 'as2MapR':
        case 'as2Recv':
          define(node, node.targets, node.isDefinition);
          break;
        case 'range':
          define(node, [node.key, node.value], node.isDefinition);
          break;
        default:
          break;
      }
    },
    true,
  );
}

/** `a, b := …` may define some of its targets only: those that it also declares. */
function define(statement: Statement, targets: readonly Target[], isDefinition: boolean): void {
  if (!isDefinition) {
    return;
  }
  const declared = statement.init?.flatMap((each) => (each.op === 'dcl' ? [each.variable] : []));
  for (const target of targets) {
    if (target?.op === 'name' && declared?.includes(target.variable)) {
      target.variable.definition = statement;
    }
  }
}
