import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess, useDemo } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { witnessNetwork } from '../harness/network-witness.ts';
import { openRace } from './race-page.ts';

const browser = useBrowser();
const demo = useDemo();

test('a message runs through three lanes, and arrives in the order that theory demands', async () => {
  const race = await openRace(browser, demo.url, { reducedMotion: 'no-preference' });
  await expectToSee(race.page.getByText('Round trip (RTT) 100 ms'));
  await race.send('first');
  await race.received(1);
  // Just now all of them have asked anew: the next poll is nearly a whole interval away, the others wait for a push.
  await race.send('second');
  await race.received(2);
  const lastMs = (lane: Parameters<typeof race.figure>[0]) => race.figure(lane, 'Latency, last');
  const [shortMs, longMs, socketMs] = [
    await lastMs('short polling'),
    await lastMs('long polling'),
    await lastMs('WebSocket'),
  ];
  // Half a round trip to the server and half of one from it: nothing can be there before.
  expect(Math.min(shortMs, longMs, socketMs)).toBeGreaterThanOrEqual(99);
  expect(shortMs).toBeGreaterThan(Math.max(longMs, socketMs));
  expect(shortMs).toBeLessThan(100 + 1000 + 500);
});

/** What looking inside shows of it: the texts in full, one after the other, and all else that is said of it. */
async function shownInside(page: Page, kind: 'Request' | 'Answer' | 'Frame') {
  const piece = page.getByRole('region', { name: 'Look inside' }).getByRole('article', { name: kind });
  await piece.waitFor();
  return { texts: await piece.locator('pre').allTextContents(), about: await piece.textContent() };
}

/** Without what nobody is to see. */
function redacted(header: string): string {
  return header.replace(/(?<=^Authorization: Bearer ).+/, (token) => '•'.repeat(token.length));
}

test('looking inside shows a request and its answer as the browser sent and received them', async () => {
  const race = await openRace(browser, demo.url);
  const witness = await witnessNetwork(race.page);
  await race.send('the true bytes, 真的');
  await race.received(1);
  await race.lookInside('short polling', 'A → server', 'sends 1 message');
  const request = await shownInside(race.page, 'Request');
  // Two lanes send over HTTP, the same but for whom it is to.
  const truth = (await witness.exchangesWith('the true bytes, 真的')).find(({ body }) => body === request.texts[1])!;
  const [requestLine, ...headers] = request.texts[0]!.split('\r\n');
  expect(requestLine).toBe(`${truth.method} ${truth.path} HTTP/1.1`);
  expect(headers.toSorted()).toEqual(truth.headers.map(redacted).toSorted());
  const answer = await shownInside(race.page, 'Answer');
  expect(answer.texts).toEqual([truth.answerHead, truth.answerBody]);
});

test('looking inside shows frames as the browser sent and received them', async () => {
  const race = await openRace(browser, demo.url);
  const witness = await witnessNetwork(race.page);
  await race.send('the true bytes, 真的');
  await race.received(1);
  const { sent, received } = witness.framesWith('the true bytes, 真的');
  expect(sent).toEqual([expect.objectContaining({ opcode: 1, mask: true })]);
  expect(received).toEqual([expect.objectContaining({ opcode: 1, mask: false })]);
  await race.lookInside('WebSocket', 'A → server', 'sends a message');
  const up = await shownInside(race.page, 'Frame');
  expect(up.texts).toEqual([sent[0]!.payloadData]);
  expect(up.about).toMatch(/Opcode 1 \(text\) · last of its message \(FIN\) · masked/);
  expect(up.about).toContain(`${Buffer.byteLength(sent[0]!.payloadData)} B payload`);
  await race.lookInside('WebSocket', 'server → B', 'page with 1 message');
  const down = await shownInside(race.page, 'Frame');
  expect(down.texts).toEqual([received[0]!.payloadData]);
  expect(down.about).toMatch(/· not masked/);
});

test('the keys stop the view, take it step by step, slow it down and bring it back', async () => {
  const race = await openRace(browser, demo.url);
  const { page } = race;
  await race.send('hello');
  await race.received(1);
  await page.getByLabel('Timeline as a table').check();
  await page.getByRole('img', { name: 'Three lanes on one axis of time' }).focus();
  const where = page.getByRole('slider', { name: 'Where in time' });
  const expectToBe = (mode: RegExp) =>
    eventually(async () => expect(await where.getAttribute('aria-valuetext')).toMatch(mode));
  const pieces = page.getByRole('button', { name: /^Look inside: / });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Space');
  await expectToBe(/^paused/);
  await pieces.first().waitFor();
  const atFirst = await pieces.count();
  await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await eventually(async () => expect(await pieces.count()).toBeLessThan(atFirst));
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await eventually(async () => expect(await pieces.count()).toBe(atFirst));
  await press('s');
  await expectToBe(/behind live$/);
  await press('End');
  await expectToBe(/^live$/);
});

test('a longer way is seen at once in what is measured, and in what theory predicts', async () => {
  const race = await openRace(browser, (await startDemoProcess()).url);
  await race.slide('Round trip (RTT)', 'ArrowRight', 'ArrowRight');
  await expectToSee(race.page.getByText('Round trip (RTT) 500 ms'));
  await race.send('slow');
  await race.received(1);
  expect(await race.figure('WebSocket', 'Latency, last')).toBeGreaterThanOrEqual(499);
  await expectToSee(race.card('WebSocket').getByRole('row', { name: /^Latency, p50 .* 500 ms$/ }));
});
