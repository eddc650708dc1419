import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { parseNdjson } from '../../clients/demo/export/saved-trace.ts';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';
import { openRace } from './race-page.ts';

const browser = useBrowser();

/** Keeps what happened as a file. @returns Where it is. */
async function keep(page: Page, what: RegExp, folder: string): Promise<string> {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: what }).click();
  const download = await begun;
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

test('what happened is kept as files, and opens without a server: as it was, markup as text', async () => {
  const folder = temporaryFolder();
  const demo = await startDemoProcess();
  const race = await openRace(browser, demo.url);
  const body = '</script><b>bold</b>';
  await race.send(body);
  await race.received(1);
  await race.page.getByText('Keep it').click();

  const { entries, thread } = parseNdjson(readFileSync(await keep(race.page, /NDJSON/, folder), 'utf8'));
  const sent = entries.flatMap((entry) =>
    entry.of === 'phone' && entry.event.kind === 'sending' ? [entry.event] : [],
  );
  expect(sent.filter(({ id }) => id === thread).map((event) => event.body)).toEqual([body, body, body]);
  const har = JSON.parse(readFileSync(await keep(race.page, /HAR/, folder), 'utf8')) as { log: { entries: unknown[] } };
  expect(har.log.entries.length).toBeGreaterThan(6);
  expect(readFileSync(await keep(race.page, /SVG/, folder), 'utf8')).toMatch(/^<svg [^]*Long polling[^]*<\/svg>\n$/);
  expect(
    readFileSync(await keep(race.page, /PNG/, folder))
      .subarray(0, 8)
      .toString('latin1'),
  ).toBe('\u0089PNG\r\n\u001A\n');
  const saved = await keep(race.page, /without a server/, folder);

  await race.page.close();
  demo.child.kill();
  await demo.ended;
  const viewer = await browser.open(pathToFileURL(saved).href);
  await viewer.getByLabel('Timeline as a table').check();
  await viewer
    .getByRole('button', { name: /Look inside: sends a message/ })
    .first()
    .click();
  await expectToSee(viewer.getByLabel('Look inside', { exact: true }).getByText(body).first());
  expect(await viewer.locator('b', { hasText: 'bold' }).count()).toBe(0);
  await viewer.getByRole('button', { name: 'Play from the beginning' }).click();
  await expectToSee(viewer.getByText('playing'));
  await viewer.getByRole('button', { name: 'Pause' }).click();
  await expectToSee(viewer.getByText(/before the end/));
});
