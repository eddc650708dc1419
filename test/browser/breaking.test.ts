import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type PageOptions, useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { openRace } from './race-page.ts';

const browser = useBrowser();

/** So soon is it noticed that a line is dead. */
const IMPATIENT = ['--heartbeat', '1s', '--pong', '1s'] as const;

/** Opens the part of the page in which things are broken; messages run in all lanes. */
async function openBreaking(options?: PageOptions): Promise<Page> {
  const { url } = await startDemoProcess(...IMPATIENT);
  const race = await openRace(browser, url, options);
  await race.slide('Hold', 'Home');
  await race.page.getByRole('link', { name: 'Break it' }).click();
  return race.page;
}

/** A row of the ledger, a number for each lane. */
async function row(page: Page, name: string): Promise<number[]> {
  const cells = page.getByRole('region', { name: 'The ledger' }).getByRole('row', { name }).getByRole('cell');
  return (await cells.allTextContents()).map((text) => Number(/^\d+/.exec(text)?.[0]));
}

function verdicts(page: Page, verdict: string) {
  return page.getByRole('region', { name: 'The ledger' }).getByRole('columnheader', { name: verdict });
}

test('the plug is pulled and put back, and the ledger is whole', async () => {
  const page = await openBreaking();
  await eventually(async () => expect(Math.min(...(await row(page, 'received by B')))).toBeGreaterThan(0), 10_000);
  await page.getByRole('button', { name: 'Pull the plug' }).click();
  await eventually(async () => expect(Math.min(...(await row(page, 'missing so far')))).toBeGreaterThan(0), 10_000);
  await expectToSee(page.getByRole('row', { name: /^B’s connection .*1 OPEN/ }));
  await page.getByRole('button', { name: 'Put it back' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await eventually(async () => expect(await row(page, 'received by B')).toEqual(await row(page, 'sent')), 20_000);
  for (const fault of ['missing so far', 'lost without a word', 'shown twice', 'out of order'])
    expect([fault, await row(page, fault)]).toEqual([fault, [0, 0, 0]]);
  expect(await verdicts(page, 'in order').count()).toBe(3);
});

test('naive clients lose messages without a word, and the ledger says so; correct ones do not', async () => {
  const page = await openBreaking({ expected: [/net::ERR_CONNECTION_RESET/] });
  const reset = page.getByRole('button', { name: 'Reset the connections' });
  await page.getByRole('button', { name: 'All naive' }).click();
  await reset.click();
  await eventually(async () => expect(await verdicts(page, 'broken').count()).toBeGreaterThan(0), 20_000);
  await page.getByRole('button', { name: 'All correct' }).click();
  await page.getByRole('button', { name: 'Start the count anew' }).click();
  await reset.click();
  await eventually(async () => expect(Math.min(...(await row(page, 'received by B')))).toBeGreaterThan(2), 20_000);
  await eventually(async () => expect(await verdicts(page, 'in order').count()).toBe(3));
});
