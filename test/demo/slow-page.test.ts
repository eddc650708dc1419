import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Controlled, Controls } from '../../bench/demo/controls.ts';
import type { LabFrame, LabState } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { Recorder } from '../harness/recorder.ts';

const ORIGIN = 'http://127.0.0.1:9527';

const STATE: LabState = {
  phones: [],
  server: { isUp: true, starts: 1, losses: 0, settings: { holdMs: 1, heartbeatMs: 1, pongMs: 1, keepMessages: 1 } },
  crowd: null,
  class: null,
};

/** Controls of a lab that only counts how often it was healed. */
async function startControls() {
  const controls = await Controls.start();
  cleanUp(() => controls.close());
  const lab = { state: STATE, heals: 0 };
  const controlled: Controlled = {
    state: STATE,
    obey: async () => {},
    heal: async () => {
      lab.heals += 1;
    },
  };
  controls.open(controlled, [ORIGIN]);
  const enter = async (): Promise<{ socket: WebSocket; frames: Recorder<LabFrame> }> => {
    const socket = new WebSocket(controls.url, { origin: ORIGIN });
    cleanUp(() => socket.terminate());
    const frames = new Recorder<LabFrame>();
    socket.on('message', (data: Buffer) => frames.put(JSON.parse(data.toString()) as LabFrame));
    await once(socket, 'open');
    await frames.take();
    return { socket, frames };
  };
  return { controls, lab, enter };
}

/** A frame of a megabyte. */
const event = (piece: number): WireEvent => ({
  phone: 'chat-a',
  connection: 1,
  at: 0,
  kind: 'sent',
  piece,
  direction: 'up',
  content: {
    kind: 'frame',
    opcode: 1,
    final: true,
    masked: false,
    text: 'x'.repeat(1024 * 1024),
    headerBytes: 10,
    payloadBytes: 1024 * 1024,
  },
});

test('a page that does not read is let go, and the others are told all', async () => {
  const { controls, lab, enter } = await startControls();
  const deaf = await enter();
  const page = await enter();
  deaf.socket.pause();
  const told = (): number[] =>
    page.frames.all.flatMap((frame) =>
      frame.type === 'wire' ? frame.events.flatMap((each) => ('piece' in each ? [each.piece] : [])) : [],
    );
  for (let piece = 1; piece <= 40; piece += 1) {
    controls.wire(event(piece));
    await eventually(() => expect(told()).toHaveLength(piece));
  }
  expect(told()).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(lab.heals).toBe(0);
  // It was the last.
  page.socket.close();
  await eventually(() => expect(lab.heals).toBe(1));
});

test('what happens together is told together, and nothing is kept for pages to come', async () => {
  const { controls, enter } = await startControls();
  controls.wire(event(1));
  const page = await enter();
  for (const at of [1, 2, 3]) controls.arrived(at);
  controls.changed();
  controls.changed();
  await page.frames.until((frames) => frames.length === 3, 'the state, the arrivals and the state');
  expect(page.frames.all.slice(1)).toEqual([
    { type: 'crowd-arrivals', at: [1, 2, 3] },
    { type: 'state', state: STATE },
  ]);
});
