import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import { frameText, frameTimesOf } from '../editor/frames.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, runCommand } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** The heap simulator, as a person uses it. */
describe('the heap simulator', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;
  let page: Frame;

  before(async () => {
    window = await editor.open();
    await openFile(window, 'main.go');
    await runCommand(window, 'Go Memory: Open Heap Simulator');
    page = await findWebview(window, '#pacer');
  });

  const text = (selector: string) => page.locator(selector).first().innerText();
  const chooseLesson = (id: string) => page.locator('#lesson').selectOption(id);
  const done = async () => Number((await text('#progress')).split(' ')[0]?.replaceAll(',', ''));

  it('steps, and says which way the allocation went', async () => {
    await page.locator('#step').click();
    assert.equal(await done(), 1);
    assert.match(await text('#last-path'), /^\d+ B: no pages were left; the heap grew by /);
    await page.locator('#step-1000').click();
    assert.equal(await done(), 1001);
    await page.locator('#back').click();
    assert.equal(await done(), 1000);
  });

  it('runs to a cycle, and the collector marks', async () => {
    await page.locator('#to-cycleStart').click();
    assert.equal(await text('.phases [aria-current]'), 'mark');
    await window.screenshot('simulator');
    await page.locator('#to-markTermination').click();
    assert.notEqual(await text('.phases [aria-current]'), 'mark');
  });

  it('says what is pointed at, by keys alone', async () => {
    await page.locator('#span-slots').press('ArrowRight');
    assert.match(await text('#details'), /Slot 0 of span \d+/);
    await page.locator('#span-slots').press('ArrowRight');
    assert.match(await text('#details'), /Slot 1 of span \d+/);
    await page.locator('#pacer-chart').press('ArrowRight');
    assert.match(await text('#details'), /Cycle 1 began at .*gcController\.trigger/);
  });

  it('has the drawings as tables', async () => {
    await page.locator('#pacer summary').click();
    await page.locator('#step').click();
    assert.equal(await page.locator('#pacer tbody tr').count(), 1);
  });

  it('acts on GOGC at once', async () => {
    const goal = async () => text('#collector .facts >> text=heap goal >> xpath=.. >> dd');
    const before = await goal();
    await page.locator('#gogc').press('ArrowRight');
    assert.notEqual(await goal(), before);
  });

  it('moves nothing but numbers for those who want no movement', async () => {
    const pictures = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join(),
      );
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('#restart').click();
    const before = await pictures();
    await page.locator('#play').click();
    const begun = await done();
    await window.waitFor('more allocations', done, (count) => count > begun + 5000);
    assert.equal(await pictures(), before);
    await page.locator('#play').click();
    assert.notEqual(await pictures(), before);
    await window.page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('leads through a lesson', async () => {
    await chooseLesson('tinyAllocator');
    assert.match(await text('#tour'), /Step 1 of 5/);
    await page.locator('#tour-next').click();
    assert.match(await text('#tour'), /same block/);
    await window.screenshot('simulator lesson');
    assert.equal(await done(), 4);
    await page.locator('#tour-previous').click();
    assert.equal(await done(), 1);
    await page.locator('#tour-leave').click();
    assert.equal(await page.locator('#tour').count(), 0);
  });

  it('keeps the text of a lesson in view beside what it is about', async () => {
    const isOnTop = (selector: string) =>
      page.evaluate((each: string) => {
        const wanted = document.querySelector(each);
        if (wanted === null) {
          return false;
        }
        const { left, top, width } = wanted.getBoundingClientRect();
        return wanted.contains(document.elementFromPoint(left + width / 2, top + 4));
      }, selector);
    await chooseLesson('memoryLimit');
    assert.ok(await isOnTop('#tour'));
    assert.ok(await isOnTop('#pacer'));
    await page.locator('#tour-leave').click();
    await page.evaluate(() => document.getElementById('pacer')?.scrollIntoView());
    assert.ok(await isOnTop('#play'));
  });

  it('predicts settings side by side, and runs them for real', async () => {
    await chooseLesson('gogc');
    await page.locator('#what-if-2').fill('GOGC=off,GOMEMLIMIT=ten');
    await page.locator('#what-if-predict').click();
    assert.match(await text('.what-if-problem'), /GOMEMLIMIT wants bytes such as 512MiB/);
    await page.locator('#what-if-2').fill('GOGC=off,GOMEMLIMIT=64MiB');
    await page.locator('#what-if-predict').click();
    await page.locator('table.what-if tbody tr').nth(2).waitFor();
    assert.match(await text('table.what-if tbody'), /GOGC=50\s.*GOGC=off,GOMEMLIMIT=64MiB\s/s);
    await page.locator('#what-if-check').click();
    await page.locator('table.what-if tr.real').nth(2).waitFor({ timeout: 60_000 });
    await page.evaluate(() => document.getElementById('what-if')?.scrollIntoView({ block: 'end' }));
    await window.screenshot('simulator what if');
  });

  it('plays a hundred thousand allocations a second without long frames', async () => {
    await chooseLesson('gogc');
    await page.locator('#tour-leave').click();
    const before = await done();
    const times = await frameTimesOf(page, async () => {
      await page.evaluate(() => {
        const speed = document.querySelector<HTMLInputElement>('#speed');
        if (speed) {
          speed.value = '4';
          speed.dispatchEvent(new Event('input'));
        }
      });
      await page.locator('#play').click();
      await new Promise((resume) => setTimeout(resume, 3000));
      await page.locator('#play').click();
    });
    console.log(frameText(times));
    assert.ok((await done()) > before);
    assert.ok(times.length > 0);
  });
});
