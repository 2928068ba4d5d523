/** Profiles of a few stacks, as texts. */
import type { Amount } from '../../server/src/engine/profile/columns.ts';
import type { Profile, ValueType } from '../../server/src/engine/profile/profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
  type NewLabel,
} from '../../server/src/engine/profile/profileBuilder.ts';

export interface StackOptions {
  readonly sampleTypes?: readonly ValueType[];
  readonly labels?: (sample: number) => readonly NewLabel[];
}

/**
 * Stacks from the root on: `main.main>main.f:7 main.g`. What stands behind `>` is inlined into what stands
 * before it; a number behind a colon is the line. All is in one file a package: `/src/main.go`.
 */
export function profileOfStacks(
  stacks: readonly (readonly [string, ...Amount[]])[],
  { sampleTypes = [counting('things')], labels = () => [] }: StackOptions = {},
): Profile {
  const builder = new ProfileBuilder({ ...EMPTY_HEADER, sampleTypes });
  const functions = new Map<string, number>();
  const locations = new Map<string, number>();
  const lineOf = (text: string) => {
    const [name = '', line = '1'] = text.split(':');
    const file = `/src/${name.split('.')[0] ?? ''}.go`;
    const functionIndex =
      functions.get(name) ?? builder.addFunction({ name, systemName: name, file, startLine: 1 });
    functions.set(name, functionIndex);
    return { functionIndex, line: Number(line), column: 0 };
  };
  const locationOf = (text: string) => {
    const lines = text.split('>').reverse().map(lineOf);
    const known = locations.get(text);
    const location =
      known ?? builder.addLocation({ mapping: -1, address: 0n, isFolded: false, lines });
    locations.set(text, location);
    return location;
  };
  stacks.forEach(([stack, ...values], sample) => {
    builder.addSample(stack.split(' ').reverse().map(locationOf), values, [...labels(sample)]);
  });
  return builder.build();
}
