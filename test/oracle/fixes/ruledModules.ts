import { pinnedModules, type PinnedModule } from '../../support/modules.ts';

/** Of those that other sweeps look at as well. */
const SHARED = /\/(?:gin|chi\/v5|mux|minio-go\/v7|client_golang|logrus|cobra)$/;

/** The modules on which rules are judged. */
export function ruledModules(): PinnedModule[] {
  return [
    ...pinnedModules().filter(({ module }) => SHARED.test(module)),
    ...pinnedModules('fixes/modules.json'),
  ];
}
