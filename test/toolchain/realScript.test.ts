import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CaptureCancelled, CaptureError } from '../../server/src/capture/captureError.ts';
import { runForReal, type RealRequest } from '../../server/src/capture/realScript.ts';

const MIB = 1 << 20;
const SCRIPT = {
  procs: 2,
  phases: [{ count: 400_000, ring: 20_000, classes: [{ size: 512, scan: false, weight: 1 }] }],
};

describe('a script that runs for real', () => {
  const request: RealRequest = {
    goCommand: 'go',
    environment: process.env,
    source: fileURLToPath(new URL('../../server/simulated', import.meta.url)),
  };

  it('says what the runtime did with each setting', async () => {
    const [often, never] = await runForReal(
      [
        { ...SCRIPT, gogc: 50 },
        { ...SCRIPT, gogc: 'off' },
      ],
      request,
    );
    assert.ok(often && never);
    assert.ok(often.numGC > 5 && often.cyclesPerSecond === often.numGC / often.seconds);
    assert.ok(often.peakHeapBytes > 10 * MIB && often.gcCpuShare > 0 && often.longestPauseNs > 0);
    assert.ok(often.assistShare <= often.gcCpuShare && often.pausedNsPerSecond > 0);
    assert.equal(never.numGC, 0);
    assert.equal(never.gcCpuShare, 0);
    assert.ok(Math.abs(never.peakHeapBytes - 400_000 * 512) < 2 * MIB);
    if (process.platform === 'linux') {
      assert.ok(never.resident && often.resident);
      // What is mapped and was never written is not resident.
      assert.ok(often.resident.peakBytes > 10 * MIB);
      assert.ok(often.resident.peakBytes < never.resident.peakBytes);
      assert.ok(never.resident.hugeBytes <= never.resident.peakBytes);
    }
  });

  it('is refused where there is no Go, and ends when it is called off', async () => {
    await assert.rejects(
      runForReal([SCRIPT], { ...request, goCommand: '/nowhere/go' }),
      CaptureError,
    );
    await assert.rejects(
      runForReal([SCRIPT], { ...request, signal: AbortSignal.abort() }),
      CaptureCancelled,
    );
  });
});
