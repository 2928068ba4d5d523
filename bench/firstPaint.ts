/** From a file to the first picture, and on from there: the thread that reads it, and the page in a browser, as they are packaged. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { ProfileMethods } from '../client/src/profiles/workerProtocol.ts';
import { RequestThread } from '../client/src/threads/requestThread.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  FIRST_REQUEST,
  type FromProfileView,
  type ToProfileView,
} from '../client/src/webview/profileProtocol.ts';
import { reasonOf } from '../server/src/engine/text/reason.ts';
import { installEditor, ROOT } from '../test/editor/install.ts';
import { launchChromium, type Browser, type Page } from '../test/editor/playwright.ts';
import {
  HUGE,
  largeProfile,
  MEDIUM,
  SMALL,
  type ProfileSize,
} from '../test/support/largeProfile.ts';
import { Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, p95Of, type Part } from './figures.ts';
import { frameScripts } from './frameScripts.ts';
import { servePage, type PageServer } from './pageServer.ts';
import { CACHE } from './subjects.ts';
import { viewPage, whenDrawn, type Sight } from './viewPage.ts';

const DIST = join(ROOT, 'dist');

export interface PaintedProfile {
  readonly name: string;
  readonly size: ProfileSize;
  readonly countPasses: number;
  readonly mostMs: number;
}

export const PAINTED_PROFILES: readonly PaintedProfile[] = [
  { name: 'small', size: SMALL, countPasses: 9, mostMs: 100 },
  { name: 'medium', size: MEDIUM, countPasses: 5, mostMs: 300 },
  { name: 'huge', size: HUGE, countPasses: 3, mostMs: 3000 },
];

type Question = Extract<FromProfileView, { readonly type: 'ask' }>;

/** After so long a page has asked all that it asks by itself. */
const REST_MS = 300;

/** A frame at 120 Hz. */
const MOST_MS_OF_FRAME = 8;

const SIGHTS: Readonly<Record<'flame' | 'top', Sight>> = {
  flame: { selector: '.flame canvas', beyondColors: 3 },
  top: { selector: '.table-row' },
};

/** Where pages are shown, and who serves them. */
interface Stage {
  readonly browser: Browser;
  readonly server: PageServer;
}

/** The page is there already when the file begins to be read: what it takes to be so is the editor's. */
export async function measureFirstPaint(): Promise<readonly Part[]> {
  const editor = await installEditor().catch((error: unknown) => {
    throw new Unavailable('a browser', reasonOf(error));
  });
  const server = await servePage(DIST, (path) =>
    viewPage('profileView', path === '/top' ? `{ view: 'top' }` : 'undefined'),
  );
  const browser = await launchChromium(editor);
  try {
    const parts: Part[] = [];
    for (const subject of PAINTED_PROFILES) {
      parts.push(...(await measureSubject(subject, { browser, server })));
    }
    return parts;
  } finally {
    await browser.close();
    server.close();
  }
}

async function measureSubject(subject: PaintedProfile, stage: Stage): Promise<readonly Part[]> {
  const { name, size, countPasses, mostMs } = subject;
  await mkdir(CACHE, { recursive: true });
  const path = join(CACHE, `${name}.pb.gz`);
  const packed = gzipSync(largeProfile(size), { level: 1 });
  await writeFile(path, packed);
  const times = { flame: [] as number[], top: [] as number[], frames: [] as number[] };
  for (let pass = 0; pass < countPasses; pass++) {
    times.flame.push(
      await firstPaintOf('flame', path, stage, async (page) => {
        times.frames.push(...(await frameScripts(page, SIGHTS.flame.selector)));
      }),
    );
    times.top.push(await firstPaintOf('top', path, stage));
  }
  const title = `A ${name} profile on the page (${(packed.length / 1e6).toFixed(2)} MB)`;
  const frames = figureOf('script of a frame', times.frames);
  return [
    {
      title,
      rows: [
        figureOf('to the first flame', times.flame),
        figureOf('to the first table', times.top),
      ],
      bars: [
        barAtMost('first flame, ms', median(times.flame), mostMs),
        barAtMost('first table, ms', median(times.top), mostMs),
      ],
    },
    {
      title: `${title}, panned and zoomed`,
      rows: [frames],
      bars: [barAtMost('p95 in ms', p95Of(frames), MOST_MS_OF_FRAME)],
    },
  ];
}

async function firstPaintOf(
  view: 'flame' | 'top',
  path: string,
  { browser, server }: Stage,
  afterwards: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const said: FromProfileView[] = [];
  let wake: () => void = () => undefined;
  await page.exposeFunction('toExtension', (message) => {
    said.push(message as FromProfileView);
    wake();
  });
  /** What the page says next, which is to be of this type. */
  const next = async <Type extends FromProfileView['type']>(
    type: Type,
  ): Promise<Extract<FromProfileView, { readonly type: Type }>> => {
    while (said.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const message = said.shift();
    if (message?.type !== type) {
      throw new Error(`the page says ${message?.type}`);
    }
    return message as Extract<FromProfileView, { readonly type: Type }>;
  };
  const post = (message: ToProfileView) => server.post(page, message);
  await page.goto(`${server.url}/${view}`);
  await next('ready');
  await post({ type: 'start', messages: {}, graphviz: '' });
  // What is looked at first comes by itself; for anything else the page asks, before the profile is there.
  const question = view === FIRST_REQUEST.view ? undefined : await next('ask');
  const started = performance.timeOrigin + performance.now();
  const thread = new RequestThread<ProfileMethods>(join(DIST, 'profileWorker.js'));
  try {
    const sources = { folders: [], goCommand: 'go' };
    const look = question === undefined ? {} : undefined;
    const { summary, view: first } = await thread.request('open', {
      source: { path },
      sources,
      look,
    });
    const uri = pathToFileURL(path).href;
    const drawn = page.evaluate(whenDrawn, SIGHTS[view]);
    const opened = post({
      type: 'opened',
      uri,
      summary,
      first: DEFAULT_PROFILE_OPTIONS,
      view: first,
    });
    const answer = async ({ id, options, request }: Question) => {
      const [result] = await Promise.all([thread.request('view', { options, request }), opened]);
      await post({ type: 'result', id, result });
    };
    if (question) {
      await answer(question);
    }
    const paintMs = (await drawn) - started;
    // A flame graph asks for more detail once it is seen.
    await setTimeout(REST_MS);
    for (const message of said.splice(0)) {
      if (message.type === 'ask') {
        await answer(message);
      }
    }
    await afterwards(page);
    return paintMs;
  } finally {
    thread.dispose();
    await page.close();
  }
}
