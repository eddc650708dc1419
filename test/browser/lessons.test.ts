import { expect, test } from '@jest/globals';
import { barriers } from '../harness/axe.ts';
import { useBrowser } from '../harness/browser.ts';
import { useDemo } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';

const browser = useBrowser();
const demo = useDemo();

test('a lesson: what is right is told after the guess, and the run puts back what it has changed', async () => {
  const page = await browser.open(`${demo.url}/#lesson=1&seed=7`, { reducedMotion: 'reduce' });
  expect(await page.getByLabel('Link to this scene').inputValue()).toMatch(/#lesson=1&seed=7$/);
  const guess = page.getByRole('region', { name: 'Your guess' });
  expect(await guess.getByRole('status').textContent()).toBe('');
  await guess.getByRole('button').first().click();
  expect(await guess.getByRole('status').textContent()).not.toBe('');
  await page.getByRole('button', { name: 'Set the scene and run it' }).click();
  await expectToSee(page.getByRole('status').getByText('Running.'));
  const received = page.getByRole('row', { name: 'received by B' }).getByRole('cell').first();
  await eventually(async () => expect(Number(await received.textContent())).toBeGreaterThan(0), 15_000);
  await page.getByRole('button', { name: 'Stop, and put everything back' }).click();
  await expectToSee(page.getByRole('button', { name: 'Run it again' }));
  await page.getByRole('link', { name: 'Race' }).click();
  for (const setting of ['Poll interval 1.00 s', 'Hold 15.0 s', 'Round trip (RTT) 100 ms', 'Bandwidth no limit'])
    await expectToSee(page.getByText(setting));
});

test.each([
  ['en-GB', '#lesson=7'],
  ['zh-CN', '#lesson=4'],
  ['en-GB', '#lessons&notes'],
])('nothing that is taught keeps anybody out (%s, %s)', async (locale, hash) => {
  const page = await browser.open(`${demo.url}/${hash}`, { locale, reducedMotion: 'reduce' });
  await expectToSee(page.getByRole('heading', { level: 2 }));
  for (const closed of await page.locator('summary').all()) await closed.click();
  expect(await barriers(page)).toEqual([]);
});
