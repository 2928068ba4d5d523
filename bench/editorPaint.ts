/**
 * From a click on a file to its picture in the real editor, beside what the editor's own viewer takes for an image of one
 * pixel: both wait for the page that the editor makes.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { reasonOf } from '../server/src/engine/text/reason.ts';
import { makeFolder, packageExtension } from '../test/e2e/packaged.ts';
import { openWindow, type EditorWindow } from '../test/editor/browser.ts';
import { installEditor } from '../test/editor/install.ts';
import { openFile, runCommand } from '../test/editor/quickInput.ts';
import { startWorkbench } from '../test/editor/workbench.ts';
import { largeProfile } from '../test/support/largeProfile.ts';
import { Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import { PAINTED_PROFILES } from './firstPaint.ts';
import { whenDrawn, type Sight } from './viewPage.ts';

const COUNT_PASSES = 8;
/** For what goes on after the first picture. */
const REST_MS = 1000;
/** What a page says, and when. */
const DRAWN = 'first-picture';
/** The image is on its page once it is loaded. */
const PICTURE: Sight = { selector: 'img, .flame canvas', beyondColors: 3 };

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export async function measureEditorPaint(): Promise<readonly Part[]> {
  await installEditor().catch((error: unknown) => {
    throw new Unavailable('the editor', reasonOf(error));
  });
  const { folder, dispose } = makeFolder();
  writeFileSync(join(folder, 'pixel.png'), Buffer.from(PIXEL, 'base64'));
  for (const { name, size } of PAINTED_PROFILES) {
    writeFileSync(join(folder, `${name}.pb.gz`), gzipSync(largeProfile(size), { level: 1 }));
  }
  const workbench = await startWorkbench({ folder, extension: { vsix: packageExtension() } });
  try {
    const window = await openWindow(workbench);
    try {
      return await measureIn(window, folder);
    } finally {
      await window.dispose();
    }
  } finally {
    await workbench.dispose();
    dispose();
  }
}

async function measureIn(window: EditorWindow, folder: string): Promise<readonly Part[]> {
  const { page } = window;
  await page.evaluate(noteClicks);
  await page.addInitScript(`
    if (window !== window.top) {
      (${String(whenDrawn)})(${JSON.stringify(PICTURE)}).then((at) => console.log('${DRAWN}', at));
    }`);
  let tell: (at: number) => void = () => undefined;
  page.on('console', (message) => {
    const [what, at] = message.text().split(' ');
    if (what === DRAWN) {
      tell(Number(at));
    }
  });
  const nextDrawn = () =>
    new Promise<number>((resolve) => {
      tell = resolve;
    });
  const files = ['pixel.png', ...PAINTED_PROFILES.map(({ name }) => `${name}.pb.gz`)];
  const times = new Map(files.map((file) => [file, [] as number[]]));
  // The first pages wait for the service worker that brings them their files.
  for (let pass = -1; pass < COUNT_PASSES; pass++) {
    for (const file of files) {
      // Nothing is left of the one before: it is another file.
      const opened = `${pass + 1}-${file}`;
      copyFileSync(join(folder, file), join(folder, opened));
      const ms = await openedMs(window, opened, nextDrawn());
      if (pass >= 0) {
        times.get(file)?.push(ms);
      }
    }
  }
  const image = times.get('pixel.png') ?? [];
  return PAINTED_PROFILES.map(({ name, mostMs }) => {
    const ours = times.get(`${name}.pb.gz`) ?? [];
    const more = median(ours) - median(image);
    return {
      title: `A ${name} profile in the editor, from the click on it`,
      rows: [figureOf('to the first flame', ours), figureOf('an image of one pixel', image)],
      bars: [barAtMost('first flame behind the image, ms', more, mostMs)],
    };
  });
}

/** From the click that opens a file to the frame in which it is drawn. */
async function openedMs(
  window: EditorWindow,
  file: string,
  drawn: Promise<number>,
): Promise<number> {
  await openFile(window, file);
  const drawnAt = await drawn;
  const clickedAt = await window.page.evaluate(() => Number(document.body.dataset.clicked));
  await runCommand(window, 'View: Close All Editors');
  await setTimeout(REST_MS);
  return drawnAt - clickedAt;
}

/** Runs in the workbench, and so has all that it needs in itself. */
function noteClicks(): void {
  const note = () => {
    document.body.dataset.clicked = String(performance.timeOrigin + performance.now());
  };
  document.addEventListener('mousedown', note, true);
}
