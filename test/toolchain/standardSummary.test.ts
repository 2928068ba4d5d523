/** Without Go the standard library is what it is with Go, as far as others can see it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ARCHIVE, summarize } from '../../scripts/standardSummary.ts';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { SUMMARY_ROOT } from '../../server/src/engine/build/standardSummary.ts';
import type { HostEnvironment } from '../../server/src/engine/build/goVariables.ts';
import { isExported, type GoObject } from '../../server/src/engine/types/objects.ts';
import { typeString } from '../../server/src/engine/types/typeString.ts';
import { unalias, type Type } from '../../server/src/engine/types/types.ts';
import { formatConstant } from '../../server/src/engine/types/constant/format.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../server/src/host/goFiles.ts';
import {
  readStandardSummaries,
  standardLibraryFrom,
} from '../../server/src/host/standardLibrary.ts';
import type { BuildWorld } from '../../server/src/workspace/buildWorld.ts';
import { Documents } from '../../server/src/workspace/documents.ts';
import { StaticTier } from '../../server/src/workspace/staticTier.ts';
import { forEachExpression, typeTextOf } from '../support/checkedGo.ts';

const MOST_BYTES = 1_000_000;
const MAXIMUM_SHOWN = 10;
const summaries = readStandardSummaries(ARCHIVE);
const [local = '', cache = ''] = execFileSync('go', ['env', 'GOROOT', 'GOMODCACHE'], {
  encoding: 'utf8',
}).split('\n');
const goroots = new Map(
  [
    local,
    ...summaries.map(({ version }) =>
      join(cache, `golang.org/toolchain@v0.0.1-go${version}.linux-amd64`),
    ),
  ]
    .filter((goroot) => existsSync(join(goroot, 'VERSION')))
    .map((goroot) => {
      const [first = ''] = readFileSync(join(goroot, 'VERSION'), 'utf8').split('\n');
      return [first.trim().slice('go'.length), goroot];
    }),
);

const CODE = `package p

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

type server struct {
	http.Server
	mutex   sync.RWMutex
	counts  map[string]*atomic.Int64
	started time.Time
	pool    sync.Pool
	current atomic.Pointer[http.Request]
}

var errClosed = fmt.Errorf("closed: %w", http.ErrServerClosed)

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	s.current.Store(r.WithContext(ctx))
	names := slices.Sorted(maps.Keys(s.counts))
	index, found := slices.BinarySearch(names, r.URL.Path)
	if err := json.NewEncoder(w).Encode(names[index:]); err != nil || !found {
		slog.ErrorContext(ctx, "failed", "after", time.Since(s.started), "error", err)
		http.Error(w, http.StatusText(http.StatusTeapot), http.StatusTeapot)
	}
	var failed *os.PathError
	if errors.As(errClosed, &failed) {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			_ = append([]byte(failed.Path), lines.Bytes()...)
		}
	}
	buffer := s.pool.Get().(*[4096]byte)
	buffer[rand.IntN(len(buffer))] = byte(s.MaxHeaderBytes + os.O_APPEND)
	if flusher, ok := w.(http.Flusher); ok {
		flusher.Flush()
	}
}
`;

/** A module that asks for the language of a Go version. */
function moduleFor(version: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'gomem-summary-'));
  writeFileSync(join(directory, 'go.mod'), `module p\n\ngo ${version.replace(/\.\d+$/, '')}\n`);
  writeFileSync(join(directory, 'p.go'), CODE);
  return enginePath(realpathSync(directory));
}

/** The type of each expression of a package, in order. */
function typesIn(world: BuildWorld, directory: string): readonly string[] {
  const found = world.packageIn(directory, 'build');
  const texts: string[] = [];
  for (const file of found?.files ?? []) {
    for (const declaration of file.slices.declarations) {
      const types = found?.checked.typesOf(file.path, declaration);
      forEachExpression(file, declaration, (expression) => {
        const text = types && typeTextOf(types, expression);
        if (text !== undefined) {
          texts.push(text);
        }
      });
    }
  }
  return texts;
}

function worldOf(machine: HostEnvironment, directory: string): Promise<BuildWorld> {
  const files = new GoFiles(standardLibraryFrom(ARCHIVE));
  const tier = new StaticTier({
    documents: new Documents(),
    machine,
    diskNow: () => files.view(),
    buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
  });
  return tier.worldOf(directory);
}

/** A line for each thing that another package can see of an object. */
function seenOf(world: BuildWorld, object: GoObject): string[] {
  const { name } = object;
  switch (object.kind) {
    case 'const': {
      const value = object.value ? formatConstant(object.value) : 'unknown';
      return [`const ${name} ${typeString(object.type)} = ${value}`];
    }
    case 'var':
    case 'func':
      return [`${object.kind} ${name} ${typeString(object.type)}`];
    case 'typeName':
      return [`type ${name}`, ...seenOfType(world, name, unalias(object.type))];
    default:
      return [];
  }
}

function seenOfType(world: BuildWorld, name: string, type: Type): string[] {
  if (type.kind !== 'named') {
    return [`${name} = ${typeString(type)}`];
  }
  const isGeneric = type.typeParameters.length > 0;
  const methods = [...type.methods.values()]
    .filter((method) => isExported(method.name))
    .map((method) => `${name}.${method.name} ${typeString(method.type)}`)
    .sort();
  const size = isGeneric ? undefined : world.sizes.sizeOf(type);
  return [`${name} is ${typeString(type.underlying)}, ${size} bytes`, ...methods];
}

function seenOfPackage(world: BuildWorld, directory: string): readonly string[] | undefined {
  const scope = world.passingPackage(directory, 'build')?.checked.package.scope;
  return scope
    ?.names()
    .filter(isExported)
    .sort()
    .flatMap((name) => {
      const object = scope.get(name);
      return object ? seenOf(world, object) : [];
    });
}

function standardPackages(world: BuildWorld, goroot: string): readonly string[] {
  return world.packages
    .directoriesBelow(`${goroot}/src`)
    .map((directory) => directory.slice(`${goroot}/src/`.length))
    .filter((path) => path !== 'builtin' && !/^cmd(?:\/|$)/.test(path));
}

describe('the summary of the standard library', () => {
  it('is small', () => {
    assert.ok(statSync(ARCHIVE).size <= MOST_BYTES);
    assert.deepEqual(
      summaries.map(({ version }) => version.replace(/\.\d+$/, '')),
      ['1.26', '1.25'],
    );
  });

  for (const summary of summaries) {
    const { version } = summary;
    const goroot = goroots.get(version);
    const skip = goroot === undefined && `Go ${version} is not here`;

    it(`of Go ${version} is what the script writes`, { skip }, () => {
      assert.deepEqual(summarize(goroot ?? ''), summary);
    });

    for (const platform of ['linux/amd64', 'windows/386', 'darwin/arm64']) {
      it(`of Go ${version} gives what the sources give, ${platform}`, { skip }, async () => {
        const directory = moduleFor(version);
        try {
          await compare(directory, platform, version, goroot ?? '');
        } finally {
          rmSync(directory, { recursive: true });
        }
      });
    }
  }
});

async function compare(
  directory: string,
  platform: string,
  version: string,
  goroot: string,
): Promise<void> {
  const [GOOS = '', GOARCH = ''] = platform.split('/');
  const machine = (variables: NodeJS.ProcessEnv): HostEnvironment => ({
    ...hostEnvironment(),
    // Neither PATH nor a home: no Go, and no modules.
    variables: { GOOS, GOARCH, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', ...variables },
  });
  const withGo = await worldOf(machine({ GOROOT: goroot }), directory);
  const without = await worldOf(machine({}), directory);
  const root = `${SUMMARY_ROOT}/${version}`;
  assert.equal(without.packages.settings.installation?.goroot, root);
  assert.deepEqual(without.packages.settings.context, withGo.packages.settings.context);
  const differences: string[] = [];
  let countSeen = 0;
  for (const path of standardPackages(withGo, goroot)) {
    const wanted = seenOfPackage(withGo, `${goroot}/src/${path}`) ?? [];
    const seen = new Set(seenOfPackage(without, `${root}/src/${path}`));
    countSeen += wanted.length;
    differences.push(...wanted.filter((line) => !seen.has(line)).map((line) => `${path}: ${line}`));
  }
  assert.ok(countSeen > 10_000);
  assert.deepEqual(differences.slice(0, MAXIMUM_SHOWN), [], `${differences.length} differ`);
  const types = typesIn(withGo, directory);
  assert.ok(types.length > 100);
  assert.deepEqual(
    types.filter((text) => text.includes('invalid')),
    [],
  );
  assert.deepEqual(typesIn(without, directory), types);
}
