/** Whether the memory of a local buffer is in somebody's hands when its function returns. */
import type { Call, Expression, Identifier, Slice } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { READS_BYTES } from '../readers.ts';
import type { Subject } from '../subject.ts';

/** Methods of bytes.Buffer that give nothing of its memory away. */
const BUFFER_METHODS = new Set([
  ...['Write', 'WriteString', 'WriteByte', 'WriteRune', 'WriteTo', 'ReadFrom'],
  ...['Len', 'Cap', 'Reset', 'Grow', 'Truncate', 'String'],
]);

/** Functions that keep neither writer nor bytes, as they document. */
const FUNCTIONS = new Set([
  ...READS_BYTES,
  ...['fmt.Fprint', 'fmt.Fprintf', 'fmt.Fprintln', 'io.WriteString', 'io.Copy', 'io.CopyN'],
  ...['io.CopyBuffer', 'io.ReadFull', 'io.ReadAtLeast', 'encoding/binary.Write'],
  ...['encoding/json.Indent', 'encoding/json.Compact', 'go/format.Node'],
  ...['text/template.Template.Execute', 'text/template.Template.ExecuteTemplate'],
  ...['html/template.Template.Execute', 'html/template.Template.ExecuteTemplate'],
  ...['copy', 'len', 'cap'],
]);

/** What they make holds the writer. */
const ENCODERS = new Set([
  'encoding/json.NewEncoder',
  'encoding/xml.NewEncoder',
  'encoding/gob.NewEncoder',
]);

/** Functions of those above that are given what they write to first. */
const WRITERS =
  /^(?:fmt\.F|io\.(?:Write|Copy)|encoding\/(?:binary|json)\.[WIC]|go\/format\.|(?:text|html)\/)/;

/** Readers and writers keep nothing of what they are given: io.Reader, io.Writer, net.PacketConn, net.UDPConn. */
const READS_AND_WRITES = new Set([
  ...['Read', 'ReadAt', 'ReadFrom', 'ReadFromUDP', 'ReadFromUDPAddrPort'],
  ...['Write', 'WriteAt', 'WriteTo'],
]);

/** Of a bytes.Buffer, by value or by pointer; false only where every use is known to be harmless. */
export function bufferOutlives(subject: Subject, variable: VarObject): boolean {
  return usesOf(subject, variable).some((use) => {
    const parent = subject.parentOf(use);
    if (parent?.kind === 'selector') {
      const call = subject.parentOf(parent);
      return !(
        call?.kind === 'call' &&
        call.callee === parent &&
        (BUFFER_METHODS.has(parent.selector.name) ||
          (parent.selector.name === 'Bytes' && isConsumed(subject, call)))
      );
    }
    const isAddress = parent?.kind === 'unary' && parent.operator === '&';
    return !isConsumed(subject, isAddress ? parent : use);
  });
}

/** Of a []byte; one slice of it may be left out of account. */
export function bytesOutlive(subject: Subject, variable: VarObject, except?: Slice): boolean {
  return usesOf(subject, variable).some((use) => {
    const parent = subject.parentOf(use);
    if (except && parent === except) {
      return false;
    }
    if (parent?.kind === 'index') {
      return parent.operand !== use;
    }
    const isSlice = parent?.kind === 'slice' && parent.operand === use;
    return !isConsumed(subject, isSlice ? parent : use);
  });
}

/** Whether only the function itself names a variable, and no literal in it. */
export function isOnlyHere(subject: Subject, variable: VarObject): boolean {
  return subject
    .usesOf(variable)
    .every((use) => subject.functionAround(use) === subject.source.syntax);
}

/** Whether a call only writes to one of its arguments. */
export function isWriter(subject: Subject, value: Expression, call: Call): boolean {
  const callee = subject.calleeOf(call) ?? '';
  return (
    call.arguments[0] === value &&
    (ENCODERS.has(callee) || (FUNCTIONS.has(callee) && WRITERS.test(callee)))
  );
}

/** All but the declaration; what a closure sees counts as out of hand. */
function usesOf(subject: Subject, variable: VarObject): readonly Identifier[] {
  return subject.usesOf(variable).slice(1);
}

export function isConsumed(subject: Subject, value: Expression): boolean {
  const call = subject.parentOf(value);
  if (call?.kind !== 'call' || call.callee === value || isElsewhere(subject, call)) {
    return false;
  }
  if (subject.isConversion(call)) {
    return subject.textOf(call.callee) === 'string';
  }
  const callee = subject.calleeOf(call) ?? '';
  if (ENCODERS.has(callee)) {
    return isUsedUp(subject, call);
  }
  const { callee: called } = call;
  const isReadOrWrite =
    called.kind === 'selector' &&
    READS_AND_WRITES.has(called.selector.name) &&
    subject.source.types.selectionOf(called) !== undefined;
  return FUNCTIONS.has(callee) || isReadOrWrite;
}

/** Started or deferred, or in a function literal. */
function isElsewhere(subject: Subject, call: Call): boolean {
  const parent: AstNode | undefined = subject.parentOf(call);
  return (
    parent?.kind === 'go' ||
    parent?.kind === 'defer' ||
    subject.functionAround(call) !== subject.source.syntax
  );
}

/** `json.NewEncoder(b).Encode(v)`, or a local encoder of which only methods are called. */
export function isUsedUp(subject: Subject, made: Call): boolean {
  const parent = subject.parentOf(made);
  if (parent?.kind === 'selector') {
    return true;
  }
  const [name] = parent?.kind === 'assignment' && parent.isDefinition ? parent.left : [];
  const encoder = name && subject.variableOf(name);
  return (
    encoder !== undefined &&
    usesOf(subject, encoder).every((use) => {
      const selector = subject.parentOf(use);
      const call = selector && subject.parentOf(selector);
      return selector?.kind === 'selector' && call?.kind === 'call' && !isElsewhere(subject, call);
    })
  );
}
