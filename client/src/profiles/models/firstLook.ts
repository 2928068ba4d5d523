/** How a profile is looked at before its user has chosen anything. */
import {
  DEFAULT_PROFILE_OPTIONS,
  type ProfileOptions,
  type ProfileSummary,
} from '../../webview/profileProtocol.ts';

export interface FirstLook {
  /** A function that percentages are of, without its package: where stacks begin with such a one. */
  readonly root?: string;
  /** The URI of the profile that it is compared with. */
  readonly base?: string;
}

export function firstOptions(
  { root, base }: FirstLook,
  { roots }: Pick<ProfileSummary, 'roots'>,
): ProfileOptions {
  const found = root === undefined ? undefined : roots.find((name) => name.endsWith(`.${root}`));
  return {
    ...DEFAULT_PROFILE_OPTIONS,
    ...(found === undefined ? {} : { root: found }),
    ...(base === undefined ? {} : { base }),
  };
}
