import { expect, test } from '@jest/globals';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { openRace } from './race-page.ts';

const browser = useBrowser();

test('a message runs through three lanes, and arrives in the order that theory demands', async () => {
  const race = await openRace(browser, (await startDemoProcess()).url);
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
