/** Profiles of a Go program that runs here, and what is said where there are none. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CaptureCancelled } from '../../server/src/capture/captureError.ts';
import { saveProfile } from '../../server/src/capture/pprofClient.ts';
import { takeSnapshots, SNAPSHOT_PROFILES } from '../../server/src/capture/snapshots.ts';
import { parseEndpoint, type Endpoint } from '../../server/src/capture/endpoint.ts';
import { gomem } from '../support/gomem.ts';
import { leaksIn } from '../../client/src/profiles/worker/leaks.ts';
import { isProblem } from '../../server/src/engine/profile/problem.ts';
import { startProfileServer, type ProfileServer } from '../support/profileServer.ts';

const GROWN = 5;

describe('capturing profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capture-'));
  const servers: Server[] = [];
  let program: ProfileServer;

  before(async () => {
    program = await startProfileServer(folder);
    for (let grown = 0; grown < GROWN; grown++) {
      await program.grow();
    }
  });

  after(async () => {
    await program.stop();
    servers.forEach((server) => server.close());
    rmSync(folder, { recursive: true, force: true });
  });

  const capture = (...args: readonly string[]) =>
    gomem(['profile', 'capture', ...args], { cwd: folder });

  /** Answers the address of a server that is no Go program. */
  async function serving(answer: RequestListener): Promise<string> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const pprof = (file: string, ...flags: string[]) =>
    execFileSync('go', ['tool', 'pprof', '-symbolize=none', '-top', ...flags, join(folder, file)], {
      encoding: 'utf8',
    });

  const endpoint = (): Endpoint => {
    const parsed = parseEndpoint(program.host);
    assert.ok(parsed);
    return parsed;
  };

  const leftOvers = () => readdirSync(folder).filter((name) => name.endsWith('.part'));

  it('lists what the program has, its own profiles too', async () => {
    const { code, out } = await capture(program.host);
    assert.equal(code, 0);
    const base = `http://${program.host}/debug/pprof`;
    const urls = out
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ')[1]);
    for (const name of ['heap', 'allocs', 'profile', 'goroutine', 'mutex', 'block', 'trace']) {
      assert.ok(urls.includes(`${base}/${name}`), out);
    }
    assert.match(out, /^ +1 .*\/example\.com%2Fsessions$/m);
    assert.doesNotMatch(out, /cmdline|symbol/);
  });

  it('saves profiles that go tool pprof reads', async () => {
    const saved = await capture(`${program.host}/debug/pprof/heap`, '-o', 'heap.pb.gz');
    assert.deepEqual([saved.code, saved.error], [0, '']);
    assert.match(pprof('heap.pb.gz', '-sample_index=alloc_space'), / main\.grow/);
    await capture(`${program.host}/debug/pprof/goroutine`, '-o', 'goroutine.pb.gz');
    assert.match(pprof('goroutine.pb.gz', '-cum'), new RegExp(` ${GROWN} .* main\\.wait`));
    await capture(`${program.host}/debug/pprof/example.com%2Fsessions`, '-o', 'own.pb.gz');
    assert.match(pprof('own.pb.gz'), /^Type: example\.com\/sessions$/m);
    assert.deepEqual(leftOvers(), []);
  });

  it('records CPU time and events for as long as is said', async () => {
    const cpu = await capture(
      `${program.host}/debug/pprof/profile`,
      '--seconds',
      '1',
      '-o',
      'cpu.gz',
    );
    assert.deepEqual([cpu.code, cpu.error], [0, '']);
    assert.match(pprof('cpu.gz'), / main\.work/);
    await capture(`${program.host}/debug/pprof/trace`, '--seconds', '1', '-o', 'a.trace');
    const events = execFileSync('go', ['tool', 'trace', '-d=footprint', join(folder, 'a.trace')]);
    assert.ok(events.length > 0);
  });

  it('saves what a flight recorder has, from an address of the program’s own', async () => {
    for (const address of ['/debug/pprof/flight', '/flight']) {
      const before = new Set(readdirSync(folder));
      const captured = await capture(program.host + address);
      assert.deepEqual([captured.code, captured.error], [0, '']);
      const [name = ''] = readdirSync(folder).filter((each) => !before.has(each));
      assert.match(name, /^flight-.*\.trace$/);
      const told = await gomem(['trace', name], { cwd: folder });
      assert.match(told.out, /main\.flight/);
      assert.deepEqual([told.code, told.error], [0, '']);
      rmSync(join(folder, name));
    }
  });

  it('counts what changes meanwhile', async () => {
    const captured = capture(
      `${program.host}/debug/pprof/goroutine`,
      '--seconds',
      '1',
      '-o',
      'delta.pb.gz',
    );
    await program.grow();
    await captured;
    const top = pprof('delta.pb.gz', '-cum');
    // Goroutines that were there before are not counted; this one may have come before the first look.
    assert.doesNotMatch(top, new RegExp(` [${GROWN}-9] .* main\\.wait`));
  });

  it('leaves no file when it is called off', async () => {
    const stop = new AbortController();
    const file = join(folder, 'cancelled.pb.gz');
    const url = new URL('profile?seconds=30', endpoint().index);
    const saving = saveProfile(
      { url, content: 'profile', fileOf: () => file },
      { signal: stop.signal },
    );
    setTimeout(() => {
      stop.abort();
    }, 200);
    await assert.rejects(saving, CaptureCancelled);
    // In the middle of the body, too.
    const again = new AbortController();
    const saved = saveProfile(
      {
        url: new URL('trace?seconds=30', endpoint().index),
        content: 'trace',
        fileOf: () => file,
        onBytes: () => {
          again.abort();
        },
      },
      { signal: again.signal },
    );
    await assert.rejects(saved, CaptureCancelled);
    assert.equal(existsSync(file), false);
    assert.deepEqual(leftOvers(), []);
    // The program is told, and free to be profiled again.
    const next = await capture(`${program.host}/debug/pprof/profile?seconds=1`, '-o', 'next.gz');
    assert.deepEqual([next.code, next.error], [0, '']);
  });

  it('takes snapshots in which leaks are found', async () => {
    const series = join(folder, 'series');
    const taken: string[] = [];
    const stop = new AbortController();
    const growing = setInterval(() => void program.grow(), 20);
    await takeSnapshots(
      {
        endpoint: endpoint(),
        profiles: SNAPSHOT_PROFILES,
        folder: series,
        everyMs: 300,
        onTaken: (files) => {
          taken.push(...files);
          if (taken.length === 2 * 6) {
            stop.abort();
          }
        },
      },
      { signal: stop.signal },
    );
    clearInterval(growing);
    assert.deepEqual(readdirSync(series).sort(), taken.map((file) => basename(file)).sort());
    const lines = await leaksIn(taken);
    assert.ok(!isProblem(lines));
    const text = lines.join('\n');
    assert.match(text, /^heap: 6 snapshots in .*\ngoroutines: 6 snapshots in /);
    assert.match(text, /^\+.*B ± .* main\.grow .*main\.go:\d+$/m);
    assert.match(text, /^\+\d+ ± .* main\.wait .*main\.go:\d+$/m);
    const printed = await capture('--every', '1', '--count', '2', '-o', 'few', program.host);
    assert.equal(printed.out.trim().split('\n').length, 2);
    assert.equal(readdirSync(join(folder, 'few')).length, 4);
  });

  it('says what is wrong with an address, and writes nothing', async () => {
    const closed = await serving(() => undefined);
    servers.at(-1)?.close();
    const page = await serving((_, response) =>
      response.end('<!DOCTYPE html><title>Hello</title>'),
    );
    const text = await serving((_, response) => response.end('all is well, thank you\n'));
    const cut = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(Buffer.from([0x1f, 0x8b, ...Array<number>(100).fill(0)]));
      setTimeout(() => response.destroy(), 20);
    });
    const locked = await serving((_, response) => response.writeHead(401).end());
    const moved = await serving((_, response) => {
      response.writeHead(302, { location: `http://${program.host}/debug/pprof/heap` }).end();
    });
    const path = (name: string) => `/debug/pprof/${name}`;
    for (const [address, said] of [
      [closed + path('heap'), /Nothing listens at/],
      [`no-such-host.invalid${path('heap')}`, /There is no host no-such-host\.invalid/],
      [page + path('heap'), /is a web page, and no profile/],
      [page, /is not the index of net\/http\/pprof/],
      [text + path('heap'), /is no profile, but "all is well/],
      [cut + path('heap'), /has closed the connection before all was there/],
      [locked + path('heap'), /does not let us in \(401\)/],
      [program.host + path('nothing'), /The program has no profile nothing/],
      [program.host + path('goroutineleak'), /GOEXPERIMENT=goroutineleakprofile/],
      [`${program.host}/elsewhere/heap`, /There is no \/elsewhere\/heap at/],
      [`${program.host}${path('heap')}?seconds=x`, /must be a positive integer/],
      [`https://${program.host}${path('heap')}`, /cannot be asked/],
    ] as const) {
      const outcome = await capture(address, '-o', 'wrong.pb.gz');
      assert.equal(outcome.code, 2, address);
      assert.match(outcome.error, said);
      assert.equal(existsSync(join(folder, 'wrong.pb.gz')), false, address);
    }
    assert.deepEqual(leftOvers(), []);
    const followed = await capture(moved + path('heap'), '-o', 'moved.pb.gz');
    assert.deepEqual([followed.code, followed.error], [0, '']);
  });

  it('sends what a server wants to know', async () => {
    let said: string | undefined;
    const server = await serving((request, response) => {
      said = request.headers.authorization;
      response.end(Buffer.from([0x1f, 0x8b]));
    });
    await capture(`${server}/debug/pprof/heap`, '--header', 'Authorization: Bearer x', '-o', 'a');
    assert.equal(said, 'Bearer x');
    await capture(`http://me:secret@${server}/debug/pprof/heap`, '-o', 'a');
    assert.equal(said, `Basic ${Buffer.from('me:secret').toString('base64')}`);
  });
});
