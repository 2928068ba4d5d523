import { ProfileSession } from '../../../client/src/profiles/models/profileSession.ts';
import { SourcePaths } from '../../../server/src/engine/measured/sourcePaths.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type ProfileOptions,
  type ProfileView,
  type ViewRequest,
  type ViewResult,
} from '../../../client/src/webview/profileProtocol.ts';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';

export const NO_SOURCES = new SourcePaths(memoryFiles({}), {
  folders: [],
  goroot: '',
  moduleCache: '',
});

/** What a view shows of one profile. */
export function viewOf<View extends Exclude<ProfileView, 'series'>>(
  profile: Profile,
  request: Extract<ViewRequest, { readonly view: View }>,
  options: Partial<ProfileOptions> = {},
): Extract<ViewResult, { readonly view: View }> {
  const session = new ProfileSession(profile, NO_SOURCES);
  const result = needed(session.answer({ ...DEFAULT_PROFILE_OPTIONS, ...options }, request));
  // A session answers with the view that it was asked for.
  return result as Extract<ViewResult, { readonly view: View }>;
}
