/** Calls that answer a request with a status of failure. */
import type { Call, Expression } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { isQuestion, lastName } from './names.ts';

/** Which of their arguments is the status: a number there need have no name. */
const STATUS_OF: ReadonlyMap<string, number> = new Map([
  ['net/http.ResponseWriter.WriteHeader', 0],
  ['net/http.Error', 2],
  ['github.com/gin-gonic/gin.Context.AbortWithStatus', 0],
  ['github.com/gin-gonic/gin.Context.AbortWithStatusJSON', 0],
]);

/** `w.WriteHeader(404)`, `http.NotFound(w, r)`, `c.JSON(http.StatusBadRequest, body)`. */
export function answersFailure(tree: DeclarationTree, call: Call): boolean {
  const callee = tree.calleeOf?.(call);
  const at = callee === undefined ? undefined : STATUS_OF.get(callee);
  return (
    callee === 'net/http.NotFound' ||
    (!isQuestion(call) &&
      call.arguments.some(
        (argument, index) =>
          (index === at || STATUS.test(lastName(argument))) && isFailure(tree, argument),
      ))
  );
}

/** As net/http, and the frameworks that take after it, name them. */
const STATUS = /^Status[A-Z]/;

/** RFC 9110, 15: 4xx is the client's error, 5xx the server's. */
function isFailure(tree: DeclarationTree, status: Expression): boolean {
  const value = tree.numberOf?.(status) ?? 0;
  return value >= 400 && value < 600;
}
