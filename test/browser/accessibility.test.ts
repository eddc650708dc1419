import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers } from '../harness/axe.ts';
import { useBrowser } from '../harness/browser.ts';
import { useDemo } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { startTalk } from './chat-phone.ts';

const browser = useBrowser();
const demo = useDemo();

/** Goes through the parts of the page, one after the other; gives what `look` found in each where it is not `fine`. */
async function throughAllTabs<Found>(page: Page, look: () => Promise<Found>, fine: Found): Promise<[string, Found][]> {
  const links = page.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('link');
  await links.first().waitFor();
  const found: [string, Found][] = [];
  for (const name of await links.allTextContents()) {
    const link = links.filter({ hasText: name });
    await link.click();
    await eventually(async () => expect(await link.getAttribute('aria-current')).toBe('page'));
    found.push([name, await look()]);
  }
  expect(found.length).toBeGreaterThan(1);
  return found.filter(([, each]) => JSON.stringify(each) !== JSON.stringify(fine));
}

test.each(['light', 'dark'] as const)('no part of the page keeps anybody out, in %s colours', async (colorScheme) => {
  const page = await browser.open(demo.url, { colorScheme, reducedMotion: 'reduce' });
  expect(await throughAllTabs(page, () => barriers(page), [])).toEqual([]);
});

test('a talk keeps nobody out, whichever way it is shown', async () => {
  const { page, alice, bob } = await startTalk(browser, demo.url);
  await alice.say('hello');
  await bob.say('hi');
  await alice.log.getByText('hi', { exact: true }).waitFor();
  await bob.screen.getByRole('button', { name: 'Back to the list' }).click();
  for (const [language, colours] of [
    ['English', 'light'],
    ['中文', 'dark'],
    ['English', 'projector'],
  ] as const) {
    await page.getByRole('combobox', { name: /^(Language|语言)$/ }).selectOption(language);
    await page.getByRole('combobox', { name: /^(Colours|配色)$/ }).selectOption({ value: colours });
    expect([language, colours, await barriers(page)]).toEqual([language, colours, []]);
  }
});

test('no part of the page is scrolled sideways, on a phone or on a tablet', async () => {
  const page = await browser.open(demo.url, { hasTouch: true, reducedMotion: 'reduce' });
  const widths = [320, 390, 768];
  const scrollWidths = async () => {
    const found: unknown[] = [];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      found.push(await page.evaluate('document.documentElement.scrollWidth'));
    }
    return found;
  };
  expect(await throughAllTabs(page, scrollWidths, widths)).toEqual([]);
});

test('the keyboard alone goes from part to part', async () => {
  const page = await browser.open(demo.url);
  const chat = page.getByRole('link', { name: 'Chat' });
  await chat.waitFor();
  const focused = chat.and(page.locator(':focus'));
  for (let presses = 0; presses < 5 && !(await focused.isVisible()); presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await eventually(async () => expect(await chat.getAttribute('aria-current')).toBe('page'));
});

test('who wants little motion sees nothing move by itself', async () => {
  const { url } = await startServerProcess();
  const { page, alice } = await startTalk(browser, url, { reducedMotion: 'reduce' });
  await alice.say('hello');
  await alice.log.getByText('hello').waitFor();
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
});
