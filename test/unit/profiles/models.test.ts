import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProfileSession } from '../../../client/src/profiles/models/profileSession.ts';
import { isSigned } from '../../../client/src/profiles/models/texts.ts';
import { ProfileSessions } from '../../../client/src/profiles/worker/sessions.ts';
import { statusText } from '../../../client/src/webview/ui/profile/statusText.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { SourcePaths } from '../../../server/src/engine/measured/sourcePaths.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  FIRST_REQUEST,
  OWN_CODE,
} from '../../../client/src/webview/profileProtocol.ts';
import type { FirstLook } from '../../../client/src/profiles/models/firstLook.ts';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import {
  goroutineProfile,
  readGoroutineDump,
} from '../../../server/src/engine/profile/goroutineDump.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';
import { profileOfStacks } from '../../support/stacks.ts';
import { stackAt, stacksWith } from '../../../client/src/webview/stackColumns.ts';
import { NO_SOURCES, viewOf } from './session.ts';

const PROFILE = profileOfStacks(
  [
    ['main.main:3 main.a:11>main.b:21', 60],
    ['main.main:4 main.a:12', 30],
    ['main.main:4 main.c:31', 10],
  ],
  {
    labels: (sample) => [
      { key: 'bytes', value: [48, 1000, 48][sample] ?? 0, unit: 'bytes' },
      { key: 'request', value: sample === 0 ? 'slow, really' : 'fast', unit: '' },
    ],
  },
);

const STATUS = {
  state: { options: DEFAULT_PROFILE_OPTIONS, unit: '' },
  localize: english,
} as unknown as Parameters<typeof statusText>[1];

describe('views of a profile', () => {
  it('show callers and callees', () => {
    const { model } = viewOf(PROFILE, { view: 'peek', name: 'main.a' });
    assert.deepEqual(model, {
      name: 'main.a',
      flat: 30,
      cum: 90,
      callers: [{ name: 'main.main', value: 90, isInlined: false }],
      callees: [{ name: 'main.b', value: 60, isInlined: true }],
    });
  });

  it('show what takes most where nothing is chosen', () => {
    assert.equal(viewOf(PROFILE, { view: 'peek', name: '' }).model.name, 'main.b');
    assert.equal(viewOf(PROFILE, { view: 'source', name: '', chosen: {} }).model.name, 'main.b');
  });

  it('show the file that is chosen of several', () => {
    const files = memoryFiles({ '/one/main.go': 'one', '/two/main.go': 'two' });
    const roots = { folders: ['/one', '/two'], goroot: '', moduleCache: '' };
    const session = new ProfileSession(PROFILE, new SourcePaths(files, roots));
    const partOf = (chosen: Readonly<Record<string, string>>) => {
      const request = { view: 'source', name: 'main.main', chosen } as const;
      const shown = needed(session.answer(DEFAULT_PROFILE_OPTIONS, request));
      assert.equal(shown.view, 'source');
      return shown.model.parts[0];
    };
    assert.deepEqual(partOf({})?.candidates, ['/one/main.go', '/two/main.go']);
    assert.equal(partOf({})?.path, '/one/main.go');
    assert.equal(partOf({ '/src/main.go': '/two/main.go' })?.path, '/two/main.go');
    assert.equal(partOf({ '/src/main.go': '/etc/passwd' })?.path, '/one/main.go');
  });

  it('are of the own code alone, without its tests', () => {
    const files = memoryFiles({ '/src/store.go': '', '/src/bench_test.go': '' });
    const roots = { folders: ['/src'], goroot: '', moduleCache: '' };
    const profile = profileOfStacks([
      ['testing.N bench_test.B store.F:7 strings.Cut', 50],
      ['testing.N bench_test.B other.G', 30],
      ['runtime.main', 20],
    ]);
    const options = { ...DEFAULT_PROFILE_OPTIONS, root: OWN_CODE };
    const own = new ProfileSession(profile, new SourcePaths(files, roots));
    const { header, model } = needed(own.answer(options, { view: 'top' }));
    assert.deepEqual([header.total, header.whole], [50, 100]);
    assert.deepEqual('names' in model && [...model.names].sort(), ['store.F', 'strings.Cut']);
    const none = new ProfileSession(profile, NO_SOURCES).answer(options, { view: 'top' });
    assert.deepEqual(none, { problem: 'the profile has nothing of the code of this workspace' });
  });

  it('show lines beside the code, or without it', () => {
    const files = memoryFiles({ '/src/main.go': 'one\ntwo\nthree\nfour\nfive\n' });
    const sources = new SourcePaths(files, { folders: [], goroot: '', moduleCache: '' });
    const withCode = needed(
      new ProfileSession(PROFILE, sources).answer(DEFAULT_PROFILE_OPTIONS, {
        view: 'source',
        name: 'main.main',
        chosen: {},
      }),
    );
    assert.equal(withCode.view, 'source');
    const [part] = withCode.model.parts;
    assert.equal(part?.path, '/src/main.go');
    assert.deepEqual(
      part.rows.map(({ line, cum, code }) => [line, cum, code]),
      [
        [1, 0, 'one'],
        [2, 0, 'two'],
        [3, 60, 'three'],
        [4, 40, 'four'],
        [5, 0, 'five'],
      ],
    );
    const [bare] = viewOf(PROFILE, { view: 'source', name: 'main.main', chosen: {} }).model.parts;
    assert.equal(bare?.path, '');
    assert.deepEqual(
      bare.rows.map(({ line, cum }) => [line, cum]),
      [
        [3, 60],
        [4, 40],
      ],
    );
  });

  it('show stacks by what they take, with labels', () => {
    const { model } = viewOf(PROFILE, { view: 'traces' }, { focus: 'main.a' });
    const { traces, stacks, countAll } = model;
    assert.equal(countAll, 2);
    assert.deepEqual(traces[0], {
      value: 60,
      count: undefined,
      labels: ['request:slow, really', 'bytes:48B'],
    });
    assert.deepEqual(stackAt(stacks, 0), [
      { name: 'main.b', isInlined: true },
      { name: 'main.a', isInlined: false },
      { name: 'main.main', isInlined: false },
    ]);
    const withB = stacksWith(stacks, (name) => name === 'main.b');
    assert.deepEqual([...traces.keys()].map(withB), [true, false]);
  });

  it('show labels, and sizes of objects with the class that they take', () => {
    const { labels, sizes } = viewOf(PROFILE, { view: 'labels' }).model;
    assert.deepEqual(labels.find(({ key }) => key === 'request')?.values, [
      { text: 'slow, really', value: 60 },
      { text: 'fast', value: 40 },
    ]);
    assert.deepEqual(
      sizes.map(({ bytes, classBytes, value }) => [bytes, classBytes, value]),
      [
        [48, 48, 70],
        [1000, 1024, 30],
      ],
    );
  });

  it('show goroutines by where they stand', () => {
    const dump = ['chan receive', 'chan receive, 7 minutes', 'select, 3 minutes, locked to thread']
      .map(
        (state, index) =>
          `goroutine ${index + 1} [${state}]:\nmain.wait(0x1)\n\t/src/main.go:9 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:3 +0x25\n`,
      )
      .join('\n');
    const profile = goroutineProfile(readGoroutineDump(dump));
    const { groups, stacks, countAll } = viewOf(profile, { view: 'goroutines' }).model;
    assert.equal(countAll, 1);
    assert.deepEqual(stackAt(stacks, 0), [{ name: 'main.wait', isInlined: false }]);
    assert.deepEqual(groups, [
      {
        count: 3,
        states: [
          { state: 'chan receive', count: 2 },
          { state: 'select', count: 1 },
        ],
        waitMinutes: 7,
        countLocked: 1,
        createdBy: 'main.main',
      },
    ]);
  });

  it('show the largest groups of very many goroutines, each stack once', () => {
    const stacks = Array.from({ length: 10_002 }, (_, n) => [`main.main main.f${n}`, 1] as const);
    const profile = profileOfStacks([...stacks, ['main.main main.f7', 5], ['main.main', 2]]);
    const { model } = viewOf(profile, { view: 'goroutines' });
    assert.equal(model.countAll, 10_003);
    assert.equal(model.groups.length, 10_000);
    assert.deepEqual(
      [0, 1, 2].map((group) => [
        model.groups[group]?.count,
        stackAt(model.stacks, group).map(({ name }) => name),
      ]),
      [
        [6, ['main.f7', 'main.main']],
        [2, ['main.main']],
        [1, ['main.f0', 'main.main']],
      ],
    );
  });

  it('say what has grown and what has shrunk in a delta, which has no base', () => {
    const profile = profileOfStacks([
      ['main.main:3 main.a:11', 50],
      ['main.main:4 main.gone:50', -20],
    ]);
    const answer = needed(
      new ProfileSession(profile, NO_SOURCES).answer(DEFAULT_PROFILE_OPTIONS, FIRST_REQUEST),
    );
    const { header } = answer;
    assert.deepEqual([header.shown, header.net, isSigned(header)], [70, 30, true]);
    assert.match(statusText(answer, STATUS), /: \+30 in all, \+50 and -20$/);
    assert.equal(isSigned(viewOf(PROFILE, FIRST_REQUEST).header), false);
  });

  it('say that nothing was recorded, and what makes a program record it', () => {
    const textOf = (type: string) => {
      const sampleTypes = [{ type, unit: 'nanoseconds' }];
      const profile = profileOfStacks([], { sampleTypes });
      return statusText(viewOf(profile, FIRST_REQUEST), STATUS);
    };
    assert.equal(textOf('cpu'), 'cpu: nothing was recorded');
    assert.match(textOf('delay'), /^delay: nothing was recorded; .* runtime\.SetBlockProfileRate/);
  });

  it('say what is wrong with an option', () => {
    const session = new ProfileSession(PROFILE, NO_SOURCES);
    const answer = session.answer({ ...DEFAULT_PROFILE_OPTIONS, focus: '(' }, { view: 'top' });
    assert.match('problem' in answer ? answer.problem : '', /^focus: /);
  });
});

describe('a profile that is opened', () => {
  const viewWith = (look: FirstLook | undefined) =>
    needed(new ProfileSessions(PROFILE, NO_SOURCES).open(look)).view;

  it('comes with what is looked at first', () => {
    assert.deepEqual(viewWith({}), viewOf(PROFILE, FIRST_REQUEST));
    const root = { ...DEFAULT_PROFILE_OPTIONS, root: 'main.a' };
    assert.deepEqual(viewWith({ root: 'a' }), viewOf(PROFILE, FIRST_REQUEST, root));
  });

  it('comes without where it is not looked at, or beside another one that has to be read', () => {
    assert.equal(viewWith(undefined), undefined);
    assert.equal(viewWith({ base: 'file:///base.pb.gz' }), undefined);
  });
});

describe('a comparison', () => {
  const base = profileOfStacks([
    ['main.main:3 main.a:11>main.b:21', 20],
    ['main.main:4 main.gone:50', 20],
  ]);

  it('has what has changed, what was there before, and the total of the base', () => {
    const sessions = new ProfileSessions(PROFILE, NO_SOURCES);
    sessions.addOther('base', base);
    const options = { ...DEFAULT_PROFILE_OPTIONS, base: 'base' };
    const answer = needed(needed(sessions.of(options)).answer(options, { view: 'top' }));
    assert.equal(answer.view, 'top');
    const { header, model } = answer;
    assert.deepEqual([header.isDifference, header.total, header.shown], [true, 40, 60]);
    const rows = model.names.map((name, at) => [name, model.cum[at], model.cumBefore[at]]);
    assert.deepEqual(
      rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      [
        ['main.a', 70, 20],
        ['main.b', 40, 20],
        ['main.c', 10, 0],
        ['main.gone', -20, 20],
        ['main.main', 60, 40],
      ],
    );
  });

  it('says that the base is not there', () => {
    const sessions = new ProfileSessions(PROFILE, NO_SOURCES);
    assert.ok('problem' in sessions.of({ ...DEFAULT_PROFILE_OPTIONS, base: 'other' }));
  });
});
