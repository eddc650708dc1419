import { expect, test } from '@jest/globals';
import type { WebSocketRoute } from 'playwright-core';
import type { LabFrame } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { heldBytes } from '../harness/heap.ts';
import { openRace } from './race-page.ts';

const browser = useBrowser();

/** After so many everything of which a page keeps only the last is full. */
const FULL = 60_000;
const AT_ONCE = 500;

/**
 * Tells a page again what the lab has told it of the wire, as often as is asked for and as if it happened just now: with
 * numbers and ids of its own each time.
 */
class Echo {
  readonly #told: WireEvent[] = [];
  #toPage: WebSocketRoute | undefined;
  #isTelling = true;
  #rounds = 0;

  /** Stands between the page and the lab. */
  relay(toPage: WebSocketRoute): void {
    this.#toPage = toPage;
    const toLab = toPage.connectToServer();
    toLab.onMessage((text) => {
      const frame = JSON.parse(text.toString()) as LabFrame;
      if (frame.type !== 'wire') toPage.send(text);
      else if (this.#isTelling) {
        this.#told.push(...frame.events);
        toPage.send(text);
      }
    });
  }

  /** From now on the page hears of the wire what it is told again. */
  tellAgain(events: number): void {
    this.#isTelling = false;
    const pieces = Math.max(...this.#told.map((event) => ('piece' in event ? event.piece : 0)));
    let told = 0;
    let batch: WireEvent[] = [];
    while (told < events) {
      this.#rounds += 1;
      for (const event of this.#told.slice(0, events - told)) {
        batch.push(renewed(event, this.#rounds * pieces, this.#rounds));
        told += 1;
        if (batch.length === AT_ONCE || told === events) {
          const frame: LabFrame = { type: 'wire', events: batch };
          this.#toPage!.send(JSON.stringify(frame));
          batch = [];
        }
      }
    }
  }
}

function renewed(event: WireEvent, later: number, round: number): WireEvent {
  const text = JSON.stringify(event)
    .replaceAll(/\b(race-\w+-\d+)\b/g, `$1-${round}`)
    .replaceAll(/"(piece|answers)":(\d+)/g, (_, name: string, number: string) => `"${name}":${Number(number) + later}`)
    .replace(/"at":[\d.]+/, `"at":${performance.timeOrigin + performance.now()}`);
  return JSON.parse(text) as WireEvent;
}

test('what a page holds in memory does not grow with what it has seen', async () => {
  const { url, controls } = await startDemoProcess();
  const echo = new Echo();
  const race = await openRace(browser, url, {
    prepare: (context) => context.routeWebSocket(controls, (socket) => echo.relay(socket)),
  });
  for (const text of ['one', 'two', 'three']) await race.send(text);
  await race.received(3);
  // Where it need not be painted it is taken in faster.
  await race.page.getByRole('link', { name: 'Chat' }).click();
  const heldAfter = (events: number) => {
    echo.tellAgain(events);
    return heldBytes(race.page);
  };
  const first = await heldAfter(0);
  const full = await heldAfter(FULL);
  // Otherwise it has not been listening.
  expect(full).toBeGreaterThan(2 * first);
  expect((await heldAfter(10_000)) / full).toBeLessThan(1.05);
});
