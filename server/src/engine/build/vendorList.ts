/** vendor/modules.txt: cmd/go/internal/modload/vendor.go (Go 1.26). */
import { isImportPath, moduleKey, type ModuleVersion } from './modulePath.ts';
import { compareVersions, isVersion } from './semver.ts';

export interface VendorList {
  /** Modules with packages, in their order. */
  readonly modules: readonly ModuleVersion[];
  /** By `moduleKey`: what is said of each, packages or not. */
  readonly details: ReadonlyMap<string, VendoredModule>;
  /** The module of each package, by import path. */
  readonly packages: ReadonlyMap<string, ModuleVersion>;
  /** Made by `go work vendor`. */
  readonly isForWorkspace: boolean;
}

export interface VendoredModule extends ModuleVersion {
  /** It is required in a go.mod of the user's own. */
  readonly isExplicit: boolean;
  readonly goVersion: string | undefined;
  readonly replacedBy: ModuleVersion | undefined;
}

export const NO_VENDOR_LIST: VendorList = {
  modules: [],
  details: new Map(),
  packages: new Map(),
  isForWorkspace: false,
};

/** Lines that say nothing are passed by, as the go command does. */
export function parseVendorList(text: string): VendorList {
  const modules: ModuleVersion[] = [];
  const versions = new Map<string, string>();
  const details = new Map<string, VendoredModule>();
  const packages = new Map<string, ModuleVersion>();
  let current: ModuleVersion | undefined;
  const change = (module: ModuleVersion, details_: Partial<VendoredModule>): void => {
    const key = moduleKey(module);
    const known = details.get(key);
    const base = known ?? {
      ...module,
      isExplicit: false,
      goVersion: undefined,
      replacedBy: undefined,
    };
    details.set(key, { ...base, ...details_ });
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) {
      const words = fields(line);
      if (words.length >= 3) {
        const { module, replacedBy } = moduleLine(words);
        current = module;
        if (module) {
          change(module, replacedBy ? { replacedBy } : {});
        }
      }
      continue;
    }
    if (!current) {
      continue;
    }
    if (line.startsWith('## ')) {
      for (const entry of annotations(line)) {
        const goVersion = /^go (.*)$/.exec(entry)?.[1];
        change(current, goVersion === undefined ? {} : { goVersion });
        change(current, entry === 'explicit' ? { isExplicit: true } : {});
      }
      continue;
    }
    const [path, surplus] = fields(line);
    if (path !== undefined && surplus === undefined && isImportPath(path)) {
      packages.set(path, current);
      const version = versions.get(current.path);
      if (version === undefined || compareVersions(version, current.version) < 0) {
        modules.push(current);
        versions.set(current.path, current.version);
      }
    }
  }
  const [first = ''] = text.split('\n', 1);
  const isForWorkspace = first.startsWith('## ') && annotations(first).includes('workspace');
  return { modules, details, packages, isForWorkspace };
}

/** `# path version [=> path [version]]`, or `# path => …` for all versions. */
function moduleLine(words: readonly string[]): {
  readonly module: ModuleVersion | undefined;
  readonly replacedBy?: ModuleVersion | undefined;
} {
  const [, path = '', second = ''] = words;
  const hasVersion = isVersion(second);
  if (!hasVersion && second !== '=>') {
    return { module: undefined };
  }
  const [arrow, newPath, newVersion, surplus] = words.slice(hasVersion ? 3 : 2);
  const isReplaced =
    arrow === '=>' &&
    newPath !== undefined &&
    surplus === undefined &&
    (newVersion === undefined || isVersion(newVersion));
  return {
    module: { path, version: hasVersion ? second : '' },
    replacedBy: isReplaced ? { path: newPath, version: newVersion ?? '' } : undefined,
  };
}

function annotations(line: string): string[] {
  return line
    .slice('## '.length)
    .split(';')
    .map((entry) => entry.trim());
}

function fields(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
