import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { captureName } from '../../../server/src/capture/captureNames.ts';
import { endpointText, parseEndpoint, profileUrl } from '../../../server/src/capture/endpoint.ts';
import { profilesInIndex } from '../../../server/src/capture/pprofIndex.ts';
import { kindAt, kindsIn } from '../../../server/src/capture/profileKinds.ts';

/** What is typed; the index, and the profile with its parameters that are meant. */
const ADDRESSES: readonly (readonly [typed: string, index: string, profile?: string])[] = [
  ['6060', 'http://localhost:6060/debug/pprof/'],
  [':6060', 'http://localhost:6060/debug/pprof/'],
  ['localhost:6060', 'http://localhost:6060/debug/pprof/'],
  ['example.com', 'http://example.com/debug/pprof/'],
  ['https://example.com/', 'https://example.com/debug/pprof/'],
  ['[::1]:6060', 'http://[::1]:6060/debug/pprof/'],
  ['localhost:6060/debug/pprof', 'http://localhost:6060/debug/pprof/'],
  ['http://localhost:6060/debug/pprof/', 'http://localhost:6060/debug/pprof/'],
  ['localhost:6060/debug/pprof/heap?gc=1', 'http://localhost:6060/debug/pprof/', 'heap gc=1'],
  ['host/a/debug/pprof/profile?seconds=5', 'http://host/a/debug/pprof/', 'profile seconds=5'],
  ['host/debug/pprof/my%20own', 'http://host/debug/pprof/', 'my own '],
  ['host/admin/pprof', 'http://host/admin/pprof/'],
  ['host/admin/pprof/allocs', 'http://host/admin/pprof/', 'allocs '],
];

describe('addresses of profiles', () => {
  for (const [typed, index, profile] of ADDRESSES) {
    it(`are taken as ${typed}`, () => {
      const endpoint = parseEndpoint(typed);
      assert.equal(endpoint?.index.href, index);
      const named = endpoint.profile && `${endpoint.profile} ${endpoint.parameters.toString()}`;
      assert.equal(named, profile);
    });
  }

  it('are refused where they are none', () => {
    for (const typed of ['', 'ftp://host/', 'http://', 'a b']) {
      assert.equal(parseEndpoint(typed), undefined, typed);
    }
  });

  it('may be of a profile that is served by itself, if there is no index', () => {
    const ownOf = (typed: string) => parseEndpoint(typed)?.orProfile;
    const own = ownOf('me:secret@host:8080/debug/flight%20recorder?id=3');
    assert.ok(own?.profile);
    const { href } = profileUrl(own, own.profile, own.parameters);
    assert.equal(href, 'http://me:secret@host:8080/debug/flight%20recorder?id=3');
    assert.equal(endpointText(own), 'http://host:8080/debug/flight%20recorder');
    assert.equal(parseEndpoint(endpointText(own))?.orProfile?.profile, 'flight recorder');
    for (const typed of ['host', 'host/debug/pprof', 'host/admin/pprof/', 'host/admin/heap']) {
      assert.equal(ownOf(typed), undefined, typed);
    }
  });

  it('are shown without a password, which the request has', () => {
    const endpoint = parseEndpoint('https://me:secret@host:8443/debug/pprof/');
    assert.ok(endpoint);
    assert.equal(endpointText(endpoint), 'https://host:8443/debug/pprof/');
    const url = profileUrl(endpoint, 'a:b/c', new URLSearchParams({ gc: '1' }));
    assert.equal(url.href, 'https://me:secret@host:8443/debug/pprof/a%3Ab%2Fc?gc=1');
  });

  it('name the file', () => {
    const endpoint = parseEndpoint('[::1]:6060');
    assert.ok(endpoint);
    const at = new Date(2026, 10, 7, 9, 5, 3);
    const name = (path: string, parameters: Record<string, string>) => {
      const given = new URLSearchParams(parameters);
      const kind = kindAt(path, given);
      const content = kind.content === 'profile or trace' ? 'profile' : kind.content;
      return captureName(kind, content, { index: endpoint.index, parameters: given }, at);
    };
    assert.equal(name('heap', {}), 'heap-1-6060-20261107-090503.pb.gz');
    assert.equal(name('heap', { seconds: '5' }), 'heap-delta-1-6060-20261107-090503.pb.gz');
    assert.equal(name('profile', { seconds: '5' }), 'cpu-1-6060-20261107-090503.pb.gz');
    assert.equal(name('goroutine', { debug: '2' }), 'goroutine-stacks-1-6060-20261107-090503.txt');
    assert.equal(name('a:b/c', {}), 'a-b-c-1-6060-20261107-090503.pb.gz');
    assert.equal(name('trace', {}), 'trace-1-6060-20261107-090503.trace');
  });
});

describe('the index of net/http/pprof', () => {
  it('is read as each version of Go writes it', () => {
    // Go 1.11, 1.17 and 1.26.
    const rows = [
      '<tr><td>3</td><td><a href=heap?debug=1>heap</a></td></tr>',
      "<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>",
      "<tr><td>7</td><td><a href='./a:b?debug=1'>a:b</a></td></tr>",
      "<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>",
    ];
    const listed = profilesInIndex(`<table>\n${rows.join('\n')}\n</table>`);
    assert.deepEqual(listed.slice(0, 3), [
      { path: 'heap', count: 3 },
      { path: 'profile', count: 0 },
      { path: 'a:b', count: 7 },
    ]);
    const names = kindsIn(new Set(listed.map(({ path }) => path))).map(({ name }) => name);
    assert.deepEqual(names, ['heap', 'cpu', 'a:b']);
  });

  it('is told from other pages', () => {
    assert.deepEqual(profilesInIndex('<html><a href="/heap">heap</a></html>'), []);
  });
});
