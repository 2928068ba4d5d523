/** Where a Go program serves its profiles: what a person types, as addresses. */
import { isKnownProfile } from './profileKinds.ts';

const INDEX_PATH = '/debug/pprof/';

export interface Endpoint {
  /** The page that lists the program's profiles; ends with a slash. */
  readonly index: URL;
  /** The profile that the address names by itself. */
  readonly profile?: string;
  /** The parameters that it is asked for with. */
  readonly parameters: URLSearchParams;
  /** What the address is if there is no index: that of a profile which is served by itself. */
  readonly orProfile?: Endpoint;
}

/**
 * Takes a port, a host with or without one, the address of an index, or that of a profile; undefined for
 * what is none. Programs may serve their profiles below another path than that of net/http/pprof: a path is
 * then taken for an index, or for a profile where it ends with the name of one.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const url = urlOf(text.trim());
  if (!url) {
    return undefined;
  }
  const { searchParams: parameters } = url;
  const { folder, rest } = splitPath(url.pathname);
  const index = indexAt(url, folder);
  if (rest !== '') {
    return { index, profile: rest, parameters };
  }
  const [, above = '', name = ''] = /^(.*\/)([^/]+)$/.exec(url.pathname) ?? [];
  return name === '' || folder.endsWith(INDEX_PATH)
    ? { index, parameters }
    : {
        index,
        parameters,
        orProfile: { index: indexAt(url, above), profile: decoded(name), parameters },
      };
}

function indexAt(url: URL, folder: string): URL {
  const index = new URL(url);
  index.pathname = folder;
  index.search = '';
  index.hash = '';
  return index;
}

/** The address of a profile of the program. */
export function profileUrl({ index }: Endpoint, path: string, parameters: URLSearchParams): URL {
  const url = new URL(encodeURIComponent(path), index);
  url.search = parameters.toString();
  return url;
}

/** Where expvar's variables are, and whether they are what the address names. */
export function varsOf(index: URL): { readonly vars: URL; readonly isVars: boolean } {
  const isVars = index.pathname.endsWith('/vars/');
  const vars = isVars ? new URL(index.href.replace(/\/$/, '')) : new URL('/debug/vars', index);
  return { vars, isVars };
}

/** Where Prometheus asks, and whether that is what the address names. */
export function metricsOf(index: URL): { readonly metrics: URL; readonly isMetrics: boolean } {
  const isMetrics = index.pathname.endsWith('/metrics/');
  const metrics = isMetrics ? new URL(index.href.replace(/\/$/, '')) : new URL('/metrics', index);
  return { metrics, isMetrics };
}

/** For people, and to be remembered. */
export function endpointText({ index, profile }: Endpoint): string {
  if (profile !== undefined && !index.pathname.endsWith(INDEX_PATH) && !isKnownProfile(profile)) {
    return withoutPassword(new URL(encodeURIComponent(profile), index)).href;
  }
  return index.protocol === 'http:' && index.pathname === INDEX_PATH
    ? index.host
    : withoutPassword(index).href;
}

export function withoutPassword(url: URL): URL {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown;
}

function urlOf(text: string): URL | undefined {
  const whole = /^:?\d+$/.test(text)
    ? `http://localhost:${text.replace(':', '')}`
    : /^[a-z][a-z\d+.-]*:\/\//i.test(text)
      ? text
      : `http://${text}`;
  try {
    const url = new URL(whole);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

function splitPath(path: string): { readonly folder: string; readonly rest: string } {
  if (path === '/') {
    return { folder: INDEX_PATH, rest: '' };
  }
  const usual = `${path}/`.indexOf(INDEX_PATH);
  if (usual >= 0) {
    const end = usual + INDEX_PATH.length;
    return { folder: `${path}/`.slice(0, end), rest: decoded(path.slice(end)) };
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isKnownProfile(name)
    ? { folder: path.slice(0, path.length - name.length), rest: name }
    : { folder: path.endsWith('/') ? path : `${path}/`, rest: '' };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
