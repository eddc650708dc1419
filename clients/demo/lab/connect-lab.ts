import { signal } from '@preact/signals';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { WireEvent } from '../wire/wire-event.ts';
import type { ClassTraffic, LabCommand, LabFrame, LabRequest, LabState } from './lab-frames.ts';
import type { Lab } from './lab.ts';

interface Asked {
  readonly resolve: () => void;
  readonly reject: (failure: Error) => void;
  readonly at: Millis;
}

const RECONNECT_MS: Millis = 1000;
const CLOCK_LOOKS = 5;

/** Connects to the lab's controls, and again whenever the connection breaks. */
export function connectLab(url: string): Lab {
  const state = signal<LabState | null>(null);
  const wire = new Set<(events: readonly WireEvent[]) => void>();
  const crowd = new Set<(at: readonly Millis[]) => void>();
  const classes = new Set<(passed: ClassTraffic) => void>();
  const asked = new Map<number, Asked>();
  let socket: WebSocket;
  let n = 0;
  let aheadMs: Millis = 0;
  let shortestMs: Millis = Infinity;
  connect();

  return {
    state,
    get aheadMs() {
      return aheadMs;
    },
    do: ask,
    onWire: (listener) => listenIn(wire, listener),
    onCrowd: (listener) => listenIn(crowd, listener),
    onClass: (listener) => listenIn(classes, listener),
  };

  function connect(): void {
    socket = new WebSocket(url);
    socket.addEventListener('open', () => void readClock());
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => take(JSON.parse(data) as LabFrame));
    socket.addEventListener('close', () => {
      state.value = null;
      for (const { reject } of asked.values()) reject(new Error('the lab is gone'));
      asked.clear();
      setTimeout(connect, RECONNECT_MS);
    });
  }

  async function readClock(): Promise<void> {
    for (let look = 0; look < CLOCK_LOOKS; look++) await ask({ do: 'time' }).catch(() => {});
  }

  function ask(command: LabCommand): Promise<void> {
    if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('the lab is gone'));
    n += 1;
    const request: LabRequest = { n, command };
    const answered = new Promise<void>((resolve, reject) => asked.set(n, { resolve, reject, at: performance.now() }));
    socket.send(JSON.stringify(request));
    return answered;
  }

  function take(frame: LabFrame): void {
    switch (frame.type) {
      case 'state':
        state.value = frame.state;
        return;
      case 'wire':
        for (const listener of wire) listener(frame.events);
        return;
      case 'crowd-arrivals':
        for (const listener of crowd) listener(frame.at);
        return;
      case 'class-traffic':
        for (const listener of classes) listener(frame.passed);
        return;
      case 'done':
      case 'failed':
        answer(frame);
    }
  }

  function answer(frame: Extract<LabFrame, { n: number }>): void {
    const waiting = asked.get(frame.n);
    if (waiting === undefined) return;
    asked.delete(frame.n);
    if (frame.type === 'failed') {
      waiting.reject(new Error(frame.message));
      return;
    }
    const now = performance.now();
    if (now - waiting.at < shortestMs) {
      shortestMs = now - waiting.at;
      aheadMs = frame.at - (performance.timeOrigin + (waiting.at + now) / 2);
    }
    waiting.resolve();
  }
}

function listenIn<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
