import type { Locator, Page } from 'playwright-core';
import type { PageOptions, TestBrowser } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';

export const LANES = ['short polling', 'long polling', 'WebSocket'] as const;
export type LaneName = (typeof LANES)[number];

/** The race, as somebody uses it who knows what is on the page by its labels alone. */
export interface RacePage {
  readonly page: Page;
  /** The figures of a lane, and how its connections stand. */
  card(lane: LaneName): Locator;
  /** Sends a text in all lanes. */
  send(text: string): Promise<void>;
  /** Waits until so many messages are there in each lane. */
  received(count: number): Promise<void>;
  /** What a row of a lane's figures says was measured, times in ms. */
  figure(lane: LaneName, row: string): Promise<number>;
  /** Stops the view, and looks into the newest piece that went this way in this lane and is explained so. */
  lookInside(lane: LaneName, way: string, what: string): Promise<void>;
  /** Moves a slider, by keys: `Home`, `End`, `ArrowRight`. */
  slide(slider: string, ...keys: string[]): Promise<void>;
}

/**
 * Opens the race, in English and with little motion, for that takes a fraction of the time; messages by themselves are
 * not sent, and what was sent before is not counted.
 */
export async function openRace(browser: TestBrowser, url: string, options?: PageOptions): Promise<RacePage> {
  const page = await browser.open(`${url}/#race`, { reducedMotion: 'reduce', ...options });
  await page.getByText('Six phones are signed in').waitFor();
  const card = (lane: LaneName): Locator =>
    page.getByRole('region', { name: lane, exact: true }).filter({ has: page.getByRole('table') });
  const stop = page.getByRole('button', { name: 'Stop' });
  // Who wants little motion has to begin it.
  if (await stop.isVisible()) await stop.click();
  for (const lane of LANES)
    await card(lane)
      .getByText(/sent ([\d,]+) · received \1 /)
      .waitFor();
  await page.getByRole('button', { name: 'Count anew' }).click();
  return {
    page,
    card,
    async send(text) {
      const field = page.getByRole('textbox', { name: 'Message' });
      await field.fill(text);
      await field.press('Enter');
    },
    async received(count) {
      for (const lane of LANES) await card(lane).getByText(`received ${count} `).waitFor();
    },
    async figure(lane, row) {
      const measured = card(lane).getByRole('row', { name: row }).getByRole('cell').first();
      let value = NaN;
      await eventually(async () => {
        value = parseFigure(await measured.textContent());
        if (Number.isNaN(value)) throw new Error(`${row} of ${lane} is not known`);
      });
      return value;
    },
    async lookInside(lane, way, what) {
      const pause = page.getByRole('button', { name: 'Pause' });
      if ((await pause.getAttribute('aria-pressed')) === 'false') await pause.click();
      await page.getByLabel('Timeline as a table').check();
      const rows = page.getByRole('row').filter({ hasText: lane }).filter({ hasText: way });
      await rows
        .getByRole('button', { name: `Look inside: ${what}` })
        .first()
        .click();
    },
    async slide(slider, ...keys) {
      for (const key of keys) await page.getByRole('slider', { name: slider }).press(key);
    },
  };
}

/** `146 ms`, `1.03 s`, `3.50`. */
function parseFigure(text: string | null): number {
  const [, value, unit] = /^([\d.]+)(?: (ms|s))?$/.exec(text ?? '') ?? [];
  return Number(value) * (unit === 's' ? 1000 : 1);
}
