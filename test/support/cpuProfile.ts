/** A function as a profile has it. */
export interface ProfiledFunction {
  /** As the linker names it: `example.com/m/p.F`. */
  readonly name: string;
  readonly file: string;
  readonly startLine: number;
}

/**
 * A CPU profile in which one function was seen calling another, in the format of pprof
 * (profile.proto), not compressed.
 */
export function callProfile(
  caller: ProfiledFunction,
  callee: ProfiledFunction,
  callLine: number,
): Uint8Array {
  const strings = [
    '',
    'samples',
    'count',
    'cpu',
    'nanoseconds',
    ...[caller, callee].flatMap(({ name, file }) => [name, file]),
  ];
  const stringId = (text: string) => strings.indexOf(text);
  const functionOf = (id: number, { name, file, startLine }: ProfiledFunction) =>
    message(
      number(1, id),
      number(2, stringId(name)),
      number(3, stringId(name)),
      number(4, stringId(file)),
      number(5, startLine),
    );
  const locationOf = (id: number, line: number) =>
    message(number(1, id), bytes(4, message(number(1, id), number(2, line))));
  return Uint8Array.from(
    message(
      bytes(1, message(number(1, stringId('samples')), number(2, stringId('count')))),
      bytes(1, message(number(1, stringId('cpu')), number(2, stringId('nanoseconds')))),
      // The leaf comes first.
      bytes(2, message(bytes(1, [2, 1]), bytes(2, message(varint(1000), varint(1_000_000))))),
      bytes(4, locationOf(1, callLine)),
      bytes(4, locationOf(2, callee.startLine + 1)),
      bytes(5, functionOf(1, caller)),
      bytes(5, functionOf(2, callee)),
      ...strings.map((text) => bytes(6, [...Buffer.from(text)])),
    ),
  );
}

function message(...fields: readonly number[][]): number[] {
  return fields.flat();
}

function number(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function bytes(field: number, content: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(content.length), ...content];
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];
}
