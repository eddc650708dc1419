import { Socket } from 'node:net';

/*
 * Loaded into a server with `--import=…/planted.js?spinMicros=80`, it makes it slower, in a way that a change of its code
 * might: what the check must find. The parameters are those of the URL, each 0 unless it is given:
 *
 *   spinMicros    so long the processor is busy before each write to a socket
 *   delayMs       so long each write to a socket waits
 *   pauseMs       so long the process stands still, …
 *   pauseEveryMs  … so often
 *   allocateBytes so much is allocated before each write, and thrown away
 */

const parameters = new URL(import.meta.url).searchParams;
const given = (name: string): number => Number(parameters.get(name) ?? 0);
const [spinMicros, delayMs, pauseMs, allocateBytes] = [
  given('spinMicros'),
  given('delayMs'),
  given('pauseMs'),
  given('allocateBytes'),
];

function spin(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

if (pauseMs > 0) setInterval(() => spin(pauseMs), given('pauseEveryMs')).unref();

/** Objects, not one buffer: it is their number that the collector works on. */
function allocate(bytes: number): number {
  const list: object[] = [];
  for (let size = 0; size < bytes; size += 64) list.push({ size, text: `${size}` });
  return list.length;
}

type Done = (failure?: Error) => void;
/** Every write to a socket goes through this method of Node's own, which calls `done` when it is over. */
type Write = (this: Socket, writev: boolean, data: unknown, encoding: string, done: Done) => void;

const METHOD = '_writeGeneric';

if (spinMicros > 0 || delayMs > 0 || allocateBytes > 0) {
  const sockets = Socket.prototype as unknown as Record<typeof METHOD, Write>;
  const original = sockets[METHOD];
  sockets[METHOD] = function write(...call): void {
    if (allocateBytes > 0) allocate(allocateBytes);
    if (spinMicros > 0) spin(spinMicros / 1000);
    if (delayMs > 0) setTimeout(() => original.apply(this, call), delayMs);
    else original.apply(this, call);
  };
}
