import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { userCacheFolder } from '../../server/src/host/userCache.ts';

const PROGRAM = `package main

import "os"

func main() {
	folder, _ := os.UserCacheDir()
	os.Stdout.WriteString(folder)
}
`;

test("a user's cache folder is where Go says", () => {
  const folder = mkdtempSync(join(tmpdir(), 'user-cache-'));
  try {
    const source = join(folder, 'main.go');
    const program = join(folder, 'main.exe');
    writeFileSync(source, PROGRAM);
    spawnSync('go', ['build', '-o', program, source]);
    for (const environment of [
      { HOME: '/home/x', LocalAppData: 'C:\\Users\\x\\Local' },
      { HOME: '/home/x', XDG_CACHE_HOME: '/var/cache/x', LocalAppData: 'D:\\' },
      { HOME: '/home/x', XDG_CACHE_HOME: '' },
      {},
    ]) {
      const { stdout } = spawnSync(program, { env: environment, encoding: 'utf8' });
      assert.equal(userCacheFolder(environment) ?? '', stdout);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
