/** From a log's text to its charts: read, measured and judged, and the page in a browser, as it is packaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gcLogModel } from '../client/src/gclog/gcLogModel.ts';
import { openingOf } from '../client/src/gclog/growth.ts';
import type { ToGcLogView } from '../client/src/webview/gcLogProtocol.ts';
import { GcLogReader } from '../server/src/engine/gclog/reader.ts';
import { reasonOf } from '../server/src/engine/text/reason.ts';
import { installEditor, ROOT } from '../test/editor/install.ts';
import { launchChromium } from '../test/editor/playwright.ts';
import { Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import { servePage } from './pageServer.ts';
import { viewPage, whenDrawn, type Sight } from './viewPage.ts';

const RECORDED = new URL('../test/fixtures/gclog/go1.26.log', import.meta.url);
const COUNT_PASSES = 7;
const SIZES = [
  { countLines: 100_000, mostMs: 300 },
  { countLines: 1_000_000, mostMs: 2000 },
];
const CHART: Sight = { selector: '.uplot canvas', beyondColors: 1 };
/** As much as a stream gives at once. */
const PIECE = 1 << 16;

/** The page is there already when the log begins to be read: what it takes to be so is the editor's. */
export async function measureGcLogPaint(): Promise<readonly Part[]> {
  const editor = await installEditor().catch((error: unknown) => {
    throw new Unavailable('a browser', reasonOf(error));
  });
  const server = await servePage(join(ROOT, 'dist'), () => viewPage('gcLogView', 'undefined'));
  const browser = await launchChromium(editor);
  const paint = async (text: string): Promise<number> => {
    // The system's own may be one that no browser has a name for.
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
    });
    let isReady: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      isReady = resolve;
    });
    // It says nothing else before the log is there.
    await page.exposeFunction('toExtension', isReady);
    const post = (message: ToGcLogView) => server.post(page, message);
    await page.goto(server.url);
    await ready;
    await post({ type: 'start', messages: {} });
    const started = performance.timeOrigin + performance.now();
    const reader = new GcLogReader();
    for (let from = 0; from < text.length; from += PIECE) {
      reader.push(text.slice(from, from + PIECE));
    }
    const drawn = page.evaluate(whenDrawn, CHART);
    for (const message of openingOf(gcLogModel(reader.end(), 'server.log'))) {
      await post(message);
    }
    const ms = (await drawn) - started;
    await page.close();
    return ms;
  };
  try {
    const parts: Part[] = [];
    for (const { countLines, mostMs } of SIZES) {
      const text = mixedLog(countLines);
      const times: number[] = [];
      for (let pass = 0; pass < COUNT_PASSES; pass++) {
        times.push(await paint(text));
      }
      parts.push({
        title: `GC log of ${countLines.toLocaleString('en')} lines (${(text.length / 1e6).toFixed(1)} MB) on the page`,
        rows: [figureOf('to its charts', times)],
        bars: [barAtMost('charts, ms', median(times), mostMs)],
      });
    }
    return parts;
  } finally {
    await browser.close();
    server.close();
  }
}

/** Half of the lines are a program's own; the others of one process that goes on and on. */
function mixedLog(countLines: number): string {
  const recorded = readFileSync(RECORDED, 'utf8').match(/(?<=^gc \d+ @[\d.]+s ).*/gm) ?? [];
  return Array.from({ length: countLines }, (_, index) => {
    const cycle = index >> 1;
    return index % 2 === 0
      ? `2026/11/27 17:14:10 INFO request done method=GET path=/items/${index} status=200 took=1.2ms`
      : `gc ${cycle + 1} @${(cycle / 50).toFixed(3)}s ${recorded[cycle % recorded.length] ?? ''}`;
  }).join('\n');
}
