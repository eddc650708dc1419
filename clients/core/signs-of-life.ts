import type { ClientFrame, Hello } from '../../servers/protocol/frame.ts';
import { Heartbeat } from '../../servers/protocol/heartbeat.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { SocketConnection } from './connection.ts';
import type { Habits } from './habits.ts';
import type { Now } from './ports.ts';

export interface SignsOfLifeOptions {
  readonly hello: Hello;
  readonly habits: Pick<Habits, 'heartbeat'>;
  readonly send: (frame: ClientFrame) => void;
  /** Called once, when the server has been silent for as long as its hello allows. */
  readonly dead: () => void;
  readonly now: Now;
  /** Called when {@link SignsOfLife.status} is otherwise than before, the passing of time apart. */
  readonly changed: () => void;
}

/**
 * The heartbeats of one open socket, both ways: answers those of the server, and asks for its own, which also tells the
 * round trip.
 */
export class SignsOfLife {
  readonly #options: SignsOfLifeOptions;
  readonly #heartbeat: Heartbeat;
  readonly #counts = { received: 0, sent: 0, answered: 0, roundTripMs: null as Millis | null };
  /** When this side last pinged; undefined where the answer would tell nothing of the way. */
  #pingedAt: Millis | undefined;
  /** How long the server has been silent without anybody minding, before the heartbeat counted anew. */
  #unmindedMs: Millis = 0;
  /** Speaks while nothing is read, pings neither. */
  #speaking: ReturnType<typeof setInterval> | undefined;

  constructor(options: SignsOfLifeOptions) {
    const { hello, now } = options;
    this.#options = options;
    this.#heartbeat = new Heartbeat({
      silenceMs: hello.silenceMs,
      ask: { everyMs: hello.heartbeatMs, ping: () => this.#ping() },
      dead: () => this.#silent(),
      now,
    });
    this.#heartbeat.start();
  }

  get status(): Pick<SocketConnection, 'silentMs' | 'silenceLimitMs' | 'heartbeats'> {
    const { hello, habits } = this.#options;
    return {
      silentMs: this.#unmindedMs + this.#heartbeat.silence,
      silenceLimitMs: habits.heartbeat ? hello.silenceMs : null,
      heartbeats: { ...this.#counts },
    };
  }

  /** Something came from the server. */
  heard(): void {
    this.#unmindedMs = 0;
    this.#heartbeat.heard();
  }

  /** The server pinged. */
  pinged(n: number): void {
    this.#options.send({ type: 'pong', n });
    this.#counts.received += 1;
    this.#options.changed();
  }

  /** The server answered a ping. */
  ponged(n: number): void {
    if (n !== this.#counts.sent || this.#pingedAt === undefined) return;
    this.#counts.answered += 1;
    this.#counts.roundTripMs = this.#options.now() - this.#pingedAt;
    this.#pingedAt = undefined;
    this.#options.changed();
  }

  /** Nothing is read from now on: silence is this side's own, and it gives signs of life by itself. */
  pause(): void {
    const { hello, send } = this.#options;
    this.#heartbeat.stop();
    this.#pingedAt = undefined;
    this.#speaking = setInterval(() => send({ type: 'pong', n: 0 }), hello.heartbeatMs);
  }

  resume(): void {
    clearInterval(this.#speaking);
    this.#unmindedMs = 0;
    this.#heartbeat.start();
  }

  stop(): void {
    clearInterval(this.#speaking);
    this.#heartbeat.stop();
  }

  /** Who has no heartbeat looks again after as long: it may have one by then. */
  #silent(): void {
    if (this.#options.habits.heartbeat) {
      this.#options.dead();
      return;
    }
    this.#unmindedMs += this.#heartbeat.silence;
    this.#heartbeat.start();
  }

  #ping(): void {
    if (!this.#options.habits.heartbeat) return;
    this.#counts.sent += 1;
    this.#pingedAt = this.#options.now();
    this.#options.send({ type: 'ping', n: this.#counts.sent });
    this.#options.changed();
  }
}
