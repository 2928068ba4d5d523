/** What the tags of a struct's fields say of encodings that go by the order of fields. */
import type { StructType } from '../types/types.ts';

/** Written in the order of the fields, and read by name. */
const ORDERED = ['json', 'xml', 'yaml', 'toml', 'bson', 'csv', 'msgpack', 'cbor', 'codec'] as const;

/** Read in the order of the fields, too. */
const POSITIONAL = /(?:^|\s)(?:asn1|sshtype|tls|binary|struc):"|\b(?:toarray|as_array|asArray)\b/;

/** The encodings whose output changes. */
export function orderedEncodings({ fields, tags }: StructType): readonly string[] {
  return ORDERED.filter((name) =>
    fields.some((_, index) => new RegExp(`(?:^|\\s)${name}:"`).test(tags[index] ?? '')),
  );
}

/** Whether what was written before could not be read any more. */
export function isPositional({ fields, tags }: StructType): boolean {
  return fields.some((_, index) => POSITIONAL.test(tags[index] ?? ''));
}
