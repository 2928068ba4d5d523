/** What has to be closed: which functions open it, and what leaves it open. */
import type { Identifier } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import { isUsedUp } from '../pooling/outlives.ts';
import type { Subject } from '../subject.ts';

/** What a use does with it. Whoever gets hold of it may close it. */
export type Use = 'left open' | 'closed' | 'handed on';

export interface Closable {
  /** Full names of what gives it as the first of two results, the second one being an error. */
  readonly openers: readonly string[];
  /** How it is closed: behind the variable's name. */
  readonly close: string;
  /** In words, what it costs to leave it open. */
  readonly cost: (subject: Subject) => string;
  readonly useOf: (subject: Subject, name: Identifier) => Use;
  /** A condition after which it is closed when it does not hold: `rows.Next()`. */
  readonly closedUnless?: string;
}

function methodsOf(types: readonly string[], methods: readonly string[]): string[] {
  return types.flatMap((type) => methods.map((method) => `${type}.${method}`));
}

/** What only reads from what it is given, or writes to it. */
const KEEPS_OPEN = new Set([
  ...['io.ReadFull', 'io.ReadAtLeast', 'io.CopyN', 'io.WriteString'],
  ...['fmt.Fprint', 'fmt.Fprintf', 'fmt.Fprintln', 'fmt.Fscan', 'fmt.Fscanln'],
]);

/** What makes a reader or a writer of it that cannot close it. Who has that needs it open. */
const WRAPS = new Set([
  ...['encoding/json.NewDecoder', 'encoding/xml.NewDecoder', 'encoding/gob.NewDecoder'],
  ...['encoding/csv.NewReader', 'encoding/json.NewEncoder', 'encoding/csv.NewWriter'],
  ...['bufio.NewReader', 'bufio.NewReaderSize', 'bufio.NewScanner', 'bufio.NewWriter'],
  'io.LimitReader',
]);

/** What reads to the end, which frees a connection as Close does. */
const READS_ALL = new Set(['io.ReadAll', 'io.Copy', 'io.CopyBuffer', 'io/ioutil.ReadAll']);

/** `x.Method` of a call, or `x.field`, by the name of what is selected; else where it is. */
function selectedFrom(subject: Subject, name: Identifier): string | undefined {
  const parent = subject.parentOf(name);
  return parent?.kind === 'selector' && parent.operand === name ? parent.selector.name : undefined;
}

/** What a function does with it that it is given to. */
function useByCallee(subject: Subject, argument: AstNode): Use {
  const call = subject.parentOf(argument);
  if (call?.kind !== 'call' || call.callee === argument) {
    return 'handed on';
  }
  const callee = subject.calleeOf(call) ?? '';
  if (WRAPS.has(callee)) {
    return isUsedUp(subject, call) ? 'left open' : useByCallee(subject, call);
  }
  return READS_ALL.has(callee) ? 'closed' : KEEPS_OPEN.has(callee) ? 'left open' : 'handed on';
}

function isComparedWithNil(subject: Subject, name: Identifier): boolean {
  const parent = subject.parentOf(name);
  return (
    parent?.kind === 'binary' && [parent.left, parent.right].some((side) => subject.isNil(side))
  );
}

const RESPONSE_PARTS = new Set([
  ...['Status', 'StatusCode', 'Proto', 'ProtoMajor', 'ProtoMinor', 'Header', 'ContentLength'],
  ...['TransferEncoding', 'Uncompressed', 'Trailer', 'Request', 'TLS', 'Cookies', 'Location'],
]);

/** An answer to HEAD has no body: it holds nothing. */
const HTTP_METHODS = ['Get', 'Post', 'PostForm'];

const RESPONSE: Closable = {
  openers: [
    ...methodsOf(['net/http'], HTTP_METHODS),
    ...methodsOf(['net/http.Client'], [...HTTP_METHODS, 'Do']),
    ...methodsOf(['net/http.RoundTripper', 'net/http.Transport'], ['RoundTrip']),
  ],
  close: 'Body.Close()',
  cost: ({ localize }) =>
    localize(
      'its connection and the two goroutines that serve it are held until the server hangs up',
    ),
  useOf(subject, name) {
    const part = selectedFrom(subject, name);
    if (part !== 'Body') {
      const isKept = part !== undefined && RESPONSE_PARTS.has(part);
      return isKept || isComparedWithNil(subject, name) ? 'left open' : 'handed on';
    }
    const body = subject.parentOf(name);
    const outer = body && subject.parentOf(body);
    if (outer?.kind === 'selector') {
      return outer.selector.name === 'Close'
        ? 'closed'
        : outer.selector.name === 'Read'
          ? 'left open'
          : 'handed on';
    }
    return body ? useByCallee(subject, body) : 'handed on';
  },
};

const ROWS_METHODS = new Set(['Next', 'Scan', 'Err', 'Columns', 'ColumnTypes']);

const ROWS: Closable = {
  openers: methodsOf(
    ['database/sql.DB', 'database/sql.Tx', 'database/sql.Conn', 'database/sql.Stmt'],
    ['Query', 'QueryContext'],
  ),
  close: 'Close()',
  cost: ({ localize }) =>
    localize('a connection of the database is held, and nobody else can have it'),
  useOf(subject, name) {
    const method = selectedFrom(subject, name);
    return method === 'Close'
      ? 'closed'
      : (method !== undefined && ROWS_METHODS.has(method)) || isComparedWithNil(subject, name)
        ? 'left open'
        : 'handed on';
  },
  closedUnless: 'Next',
};

const FILE: Closable = {
  openers: methodsOf(['os'], ['Open', 'Create', 'OpenFile', 'CreateTemp']),
  close: 'Close()',
  cost: ({ localize }) => localize('its descriptor stays open until the collector finds the file'),
  useOf(subject, name) {
    const method = selectedFrom(subject, name);
    if (method !== undefined) {
      return method === 'Close' ? 'closed' : FILE_METHODS.test(method) ? 'left open' : 'handed on';
    }
    const isOpen = isComparedWithNil(subject, name) || useByCallee(subject, name) !== 'handed on';
    return isOpen ? 'left open' : 'handed on';
  },
};

const FILE_METHODS = /^(?:Read|Write|Seek|Stat$|Name$|Sync$|Truncate$|Chmod$|Chown$)/;

export const CLOSABLES: readonly Closable[] = [RESPONSE, ROWS, FILE];
