import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cellText,
  changeText,
  growthText,
  profileTitles,
  seriesRows,
  trendPoints,
  trendText,
  type SeriesForm,
  type SeriesRow,
  type SeriesValues,
} from '../../../client/src/webview/ui/profile/seriesRows.ts';
import { ProfileSessions } from '../../../client/src/profiles/worker/sessions.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type ProfileOptions,
} from '../../../client/src/webview/profileProtocol.ts';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { SourcePaths } from '../../../server/src/engine/measured/sourcePaths.ts';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import { counting } from '../../../server/src/engine/profile/profileBuilder.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';
import { profileOfStacks } from '../../support/stacks.ts';
import { NO_SOURCES } from './session.ts';

const SECOND = 1_000_000_000;

/** A profile of the second that it is recorded in. */
function at(seconds: number, stacks: Parameters<typeof profileOfStacks>[0]): Profile {
  return { ...profileOfStacks(stacks), timeNanos: seconds * SECOND };
}

const FIRST = at(10, [
  ['main.main main.leak', 10],
  ['main.main main.gone', 30],
]);
const LATER = at(40, [
  ['main.main main.leak', 60],
  ['main.main main.new', 40],
]);
const BETWEEN = at(20, [
  ['main.main main.leak', 30],
  ['main.main main.gone', 30],
]);

function opened(profile = FIRST, sources = NO_SOURCES): ProfileSessions {
  const sessions = new ProfileSessions(profile, sources);
  sessions.addOther('file:///p/later.pb.gz', LATER);
  sessions.addOther('file:///p/between.pb.gz', BETWEEN);
  return sessions;
}

const OTHERS = ['file:///p/later.pb.gz', 'file:///p/between.pb.gz'];

function seriesOf(sessions: ProfileSessions, options: Partial<ProfileOptions> = {}) {
  const answer = needed(sessions.series({ ...DEFAULT_PROFILE_OPTIONS, ...options }, OTHERS));
  assert.equal(answer.view, 'series');
  return answer;
}

function problemOf(sessions: ProfileSessions, others: readonly string[]): string {
  const answer = sessions.series(DEFAULT_PROFILE_OPTIONS, others);
  assert.ok('problem' in answer);
  return answer.problem;
}

describe('a series of profiles', () => {
  it('has a column for each, in the order of their times', () => {
    const { model, header } = seriesOf(opened(), { sampleType: 'things' });
    assert.equal(header.type, 'things');
    assert.deepEqual(
      model.profiles.map(({ uri, time, total }) => [uri, time, total]),
      [
        ['', 10_000, 40],
        ['file:///p/between.pb.gz', 20_000, 60],
        ['file:///p/later.pb.gz', 40_000, 100],
      ],
    );
    assert.deepEqual(
      seriesRows(model, 'cum')
        .map(({ name, values }) => [name, ...values])
        .sort(),
      [
        ['main.gone', 30, 30, 0],
        ['main.leak', 10, 30, 60],
        ['main.main', 40, 60, 100],
        ['main.new', 0, 0, 40],
      ],
    );
  });

  it('is of what the filters leave of each', () => {
    const { model, header } = seriesOf(opened(), { focus: 'new' });
    assert.deepEqual(
      seriesRows(model, 'flat').find(({ name }) => name === 'main.new')?.values,
      [0, 0, 40],
    );
    assert.deepEqual(header.unmatched, []);
    assert.deepEqual(seriesOf(opened(), { focus: 'nowhere' }).header.unmatched, ['focus']);
  });

  it('does not look at the base of a comparison', () => {
    const { model, header } = seriesOf(opened(), { base: 'file:///p/later.pb.gz' });
    assert.equal(header.isDifference, false);
    assert.equal(model.profiles[0]?.total, 40);
  });

  it('says which profile does not fit', () => {
    const sessions = opened();
    const sampleTypes = [counting('others')];
    sessions.addOther(
      'file:///p/of%20others.prof',
      profileOfStacks([['main.main', 1]], { sampleTypes }),
    );
    assert.match(problemOf(sessions, ['file:///p/of%20others.prof']), /^of others\.prof: .*things/);
    assert.equal(problemOf(sessions, ['file:///p/x.prof']), 'x.prof: it has not been read');
    const many = Array.from({ length: 50 }, (_, index) => `file:///${index}`);
    assert.equal(problemOf(sessions, many), 'a series has no more than 50 profiles');
  });

  it('leads to the code of a frame that only one of them has', () => {
    const files = memoryFiles({ '/src/main.go': '' });
    const sources = new SourcePaths(files, { folders: ['/src'], goroot: '', moduleCache: '' });
    const sessions = opened(FIRST, sources);
    const found = (name: string, others: readonly string[]) =>
      sessions.places(DEFAULT_PROFILE_OPTIONS, name, others);
    assert.deepEqual(found('main.new', OTHERS), [
      {
        functionName: 'main.new',
        file: '/src/main.go',
        places: [{ path: '/src/main.go', line: 1 }],
      },
    ]);
    assert.deepEqual(found('main.new', []), { problem: 'there is no frame main.new' });
    assert.deepEqual(found('main.none', OTHERS), { problem: 'there is no frame main.none' });
  });
});

const MB = 2 ** 20;
const GROWN: SeriesRow = {
  name: 'main.leak',
  values: [10 * MB, 30 * MB, 60 * MB],
  counts: [undefined, undefined, undefined],
};

function form(values: SeriesValues): SeriesForm {
  const profiles = [40, 60, 100].map((total) => ({ total: total * MB }));
  return { header: { unit: 'bytes' }, profiles, unit: 'auto', values };
}

function cells(row: SeriesRow, values: SeriesValues): string[] {
  return row.values.map((_, index) => cellText(row, index, form(values)));
}

describe('a row of a series', () => {
  it('is absolute, of the total of each profile, or what has changed since the first', () => {
    assert.deepEqual(cells(GROWN, 'absolute'), ['10 MB', '30 MB', '60 MB']);
    assert.deepEqual(cells(GROWN, 'share'), ['25.0 %', '50.0 %', '60.0 %']);
    assert.deepEqual(cells(GROWN, 'change'), ['10 MB', '+20 MB', '+50 MB']);
  });

  it('has no share of fewer than ten samples', () => {
    assert.deepEqual(cells({ ...GROWN, counts: [4, 100, 400] }, 'share'), ['', '~50 %', '~60 %']);
  });

  it('says how much it has changed, of itself too', () => {
    const growth = (row: SeriesRow) => [
      changeText(row, form('absolute')),
      growthText(row, english),
    ];
    assert.deepEqual(growth(GROWN), ['+50 MB', '+500.0 %']);
    assert.deepEqual(growth({ ...GROWN, values: [60 * MB, 30 * MB] }), ['-30 MB', '-50.0 %']);
    assert.deepEqual(growth({ ...GROWN, values: [0, MB] }), ['+1 MB', 'new']);
    assert.deepEqual(growth({ ...GROWN, values: [0, MB, 0] }), ['0', '']);
    assert.equal(growthText({ ...GROWN, counts: [3, 30, 4] }, english), '');
  });
});

describe('the trend of a row', () => {
  const SIZE = { width: 60, height: 10 };

  it('is a line over time that begins at nothing', () => {
    assert.equal(trendPoints([10, 30, 60], [10_000, 20_000, 40_000], SIZE), '0,8.3 20,5 60,0');
    assert.equal(trendPoints([5, 5], [0, 0], SIZE), '0,0 60,0');
    assert.equal(trendPoints([0, 0], [1, 2], SIZE), '0,10 60,10');
    assert.equal(trendPoints([-5, 5], [1, 2], SIZE), '0,10 60,0');
    assert.equal(trendPoints([5], [1], SIZE), '0,0');
  });

  it('is said in words too', () => {
    assert.equal(trendText([1, 2, 2, 3], english), 'never falls, rises in 2 of 3 steps');
    assert.equal(trendText([3, 2], english), 'never rises, falls in 1 of 1 steps');
    assert.equal(trendText([1, 3, 2], english), 'rises in 1 and falls in 1 of 2 steps');
    assert.equal(trendText([2, 2], english), 'unchanged');
  });
});

describe('titles of a series', () => {
  it('are names of files, with their folders where these are the same', () => {
    const titles = profileTitles(
      ['file:///a/heap.pb.gz', 'file:///b%20c/heap.pb.gz', 'file:///a/x.prof'].map((uri) => ({
        uri,
        time: 0,
        durationNanos: 30 * SECOND,
      })),
    );
    assert.deepEqual(titles, [
      { name: 'a/heap.pb.gz', when: '30 s' },
      { name: 'b c/heap.pb.gz', when: '30 s' },
      { name: 'x.prof', when: '30 s' },
    ]);
  });

  it('say the day only where it is not the same', () => {
    const day = 24 * 3600 * 1000;
    const whenOf = (...times: number[]) =>
      profileTitles(times.map((time) => ({ uri: `file:///${time}`, time, durationNanos: 0 }))).map(
        ({ when }) => when,
      );
    assert.deepEqual(whenOf(day, day + 1000), [
      new Date(day).toLocaleTimeString(),
      new Date(day + 1000).toLocaleTimeString(),
    ]);
    assert.deepEqual(whenOf(day, 5 * day), [
      new Date(day).toLocaleString(),
      new Date(5 * day).toLocaleString(),
    ]);
  });
});
