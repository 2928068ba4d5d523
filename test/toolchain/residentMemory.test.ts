/** What of a running program is resident, against what the system sums up itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseEndpoint } from '../../server/src/capture/endpoint.ts';
import { listeningProcess } from '../../server/src/capture/listeningProcess.ts';
import { MemStatsClient } from '../../server/src/capture/memStatsClient.ts';
import { ResidentMemory } from '../../server/src/capture/residentMemory.ts';
import { breakdownOf } from '../../server/src/engine/memstats/breakdown.ts';
import { startProfileServer, type ProfileServer } from '../support/profileServer.ts';

const MIB = 2 ** 20;
/** What the program does between two looks at it. */
const MEANWHILE_BYTES = 2 * MIB;
const COUNT_GROWN = 40;

/** Where the heap lies, and what lies beside it, is another matter for each. */
const BUILDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'as it is': {},
  'without C': { CGO_ENABLED: '0' },
};

const isKnown = process.platform === 'linux';

for (const [build, environment] of Object.entries(BUILDS)) {
  describe(`what of a running program is resident, built ${build}`, { skip: !isKnown }, () => {
    residentMemoryOf(environment);
  });
}

function residentMemoryOf(environment: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(tmpdir(), 'gomem-resident-'));
  let program: ProfileServer;

  before(async () => {
    program = await startProfileServer(folder, environment);
    for (let grown = 0; grown < COUNT_GROWN; grown++) {
      await program.grow();
    }
  });

  after(async () => {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const endpointOf = (host: string) => {
    const endpoint = parseEndpoint(host);
    assert.ok(endpoint);
    return endpoint;
  };

  const pidOf = async () => {
    const pid = await listeningProcess(Number(program.host.split(':')[1]));
    assert.ok(pid !== undefined);
    return pid;
  };

  it('is what the system adds up itself', async () => {
    const pid = await pidOf();
    const resident = await new ResidentMemory(endpointOf(program.host)).read({});
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const bytes = (field: string) =>
      1024 * Number(new RegExp(`^${field}: +(\\d+) kB`, 'm').exec(rollup)?.[1]);
    assert.ok(resident);
    const { total, parts } = resident;
    for (const [ours, theirs] of [
      [total.residentBytes, bytes('Rss')],
      [total.hugeBytes, bytes('AnonHugePages')],
      [total.swappedBytes, bytes('Swap')],
    ] as const) {
      assert.ok(Math.abs(ours - theirs) < MEANWHILE_BYTES, `${ours}, ${theirs}`);
    }
    const sum = Object.values(parts).reduce((all, { residentBytes }) => all + residentBytes, 0);
    assert.equal(sum, total.residentBytes);
  });

  it('has the heap apart: what is kept, and no more than is mapped', async () => {
    const endpoint = endpointOf(program.host);
    const resident = await new ResidentMemory(endpoint).read({});
    const { mappedBytes } = breakdownOf(await new MemStatsClient(endpoint).read({}));
    const heapBytes = resident?.parts.heap.residentBytes ?? 0;
    assert.ok(heapBytes > COUNT_GROWN * MIB, `${heapBytes}`);
    assert.ok(heapBytes < mappedBytes + MEANWHILE_BYTES, `${heapBytes} of ${mappedBytes}`);
    assert.ok((resident?.parts.files.residentBytes ?? 0) > MIB);
  });

  it('is not told of who only passes on what the program says', async () => {
    const tunnel: Server = createServer((request, response) => {
      void fetch(`http://${program.host}${request.url ?? ''}`).then(async (answer) => {
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    const { port } = tunnel.address() as AddressInfo;
    try {
      assert.equal(await listeningProcess(port), process.pid);
      const endpoint = endpointOf(`127.0.0.1:${port}`);
      assert.ok((await new MemStatsClient(endpoint).read({})).numGc > 0);
      assert.equal(await new ResidentMemory(endpoint).read({}), undefined);
    } finally {
      tunnel.close();
    }
  });

  it('is not looked for on other machines', async () => {
    assert.equal(await new ResidentMemory(endpointOf('example.com:6060')).read({}), undefined);
  });
}
