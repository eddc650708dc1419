import { afterAll, beforeAll, expect } from '@jest/globals';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { WebSocket } from 'ws';
import type { LabCommand, LabFrame, LabState, PageSettings } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import { cleanUp } from './clean-up.ts';
import { type Call, callLab, type SpawnedCall, spawnLab } from './cli.ts';
import { eventually } from './eventually.ts';
import { Recorder } from './recorder.ts';

export interface DemoProcess extends Call {
  /** Where its page is. */
  readonly url: string;
  /** Where its controls are. */
  readonly controls: string;
}

/** Starts `transport-lab demo` on a free port, with these flags; the test fails where anything of it is left afterwards. */
export function startDemoProcess(...flags: string[]): Promise<DemoProcess> {
  return listening(callLab('demo', '--port', '0', ...flags));
}

/** Starts a demo before the tests of the file that calls this, for all of them, and ends it after them. */
export function useDemo(): { readonly url: string } {
  let call: SpawnedCall;
  let demo: DemoProcess;
  beforeAll(async () => {
    call = spawnLab({ cwd: tmpdir(), env: {} }, 'demo', '--port', '0');
    demo = await listening(call);
  });
  afterAll(() => call.stop());
  return {
    get url() {
      return demo.url;
    },
  };
}

async function listening(call: Call): Promise<DemoProcess> {
  const url = (): string | undefined => /^ +(http:\S+)$/m.exec(call.stdout())?.[1];
  await eventually(() => expect([url(), call.stderr()]).toEqual([expect.any(String), '']), 10_000);
  const answer = await fetch(`${url()}/page.json`);
  return { ...call, url: url()!, controls: ((await answer.json()) as PageSettings).lab! };
}

/** What a page is to the lab's controls. */
export interface FakePage {
  readonly socket: WebSocket;
  /** All that the lab has told. */
  readonly frames: Recorder<LabFrame>;
  /** As it was told last. */
  readonly state: () => LabState;
  /** Where the link of a phone is. */
  readonly urlOf: (phone: string) => string;
  /** All that went over the wire of this phone, or of all. */
  readonly wire: (phone?: string) => WireEvent[];
  /** Has something done to the lab; resolves with the lab's answer. */
  readonly ask: (command: LabCommand) => Promise<LabFrame>;
}

type Answer = Extract<LabFrame, { n: number }>;

/** Comes to the controls as a page of the demo, which leaves after the test. */
export async function openFakePage({ url, controls }: DemoProcess): Promise<FakePage> {
  const socket = new WebSocket(controls, { origin: url });
  const closed = once(socket, 'close');
  const frames = new Recorder<LabFrame>();
  socket.on('message', (data: Buffer) => frames.put(JSON.parse(data.toString()) as LabFrame));
  await once(socket, 'open');
  cleanUp(async () => {
    socket.close();
    await closed;
  });
  let n = 0;
  const all = <Type extends LabFrame['type']>(type: Type) =>
    frames.all.filter((frame): frame is Extract<LabFrame, { type: Type }> => frame.type === type);
  await frames.until(() => all('state').length > 0, 'state');
  const state = (): LabState => all('state').at(-1)!.state;
  return {
    socket,
    frames,
    state,
    urlOf: (phone) => state().phones.find(({ name }) => name === phone)!.url,
    wire: (phone) =>
      all('wire')
        .flatMap(({ events }) => events)
        .filter((event) => phone === undefined || event.phone === phone),
    async ask(command) {
      n += 1;
      const request = n;
      socket.send(JSON.stringify({ n: request, command }));
      const isAnswer = (frame: LabFrame): frame is Answer => 'n' in frame && frame.n === request;
      await frames.until((told) => told.some(isAnswer), `answer to ${command.do}`, 15_000);
      return frames.all.find(isAnswer)!;
    },
  };
}
