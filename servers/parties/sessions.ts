import { randomBytes } from 'node:crypto';
import { TokenBucket } from 'limiter';
import type { ServerOptions } from '../options.ts';
import type { Address } from '../protocol/address.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import type { Sign } from '../protocol/presence.ts';
import type { TransportName } from '../protocol/transport-name.ts';
import type { Millis } from '../protocol/units.ts';

/** Something of a session that stays open: a held poll, a socket. */
export interface Line {
  /** Whether messages are read over it; a socket that only publishes is no sign that somebody reads. */
  readonly reading: boolean;
  /** How long ago the client gave its last sign of life over it. */
  readonly silenceMs: Millis;
  /** Ends it, telling the client why. */
  end(reason: ProtocolError): void;
}

/** Who somebody is, from signing in until signing out, idling out or losing the name. */
export class Session {
  readonly address: Address;
  /** 256 random bits; the only thing that says who may read this address's mailbox. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #sessions: Sessions;
  readonly #lines = new Map<TransportName, Line>();
  #bucket: TokenBucket | undefined;
  #usedAt: Millis;
  #readAt: Millis = -Infinity;
  #readOver: TransportName | undefined;

  /** @internal Made by {@link Sessions.open}. */
  constructor(sessions: Sessions, address: Address, now: Millis) {
    this.#sessions = sessions;
    this.address = address;
    this.#usedAt = now;
  }

  /**
   * Takes one of this session's sends for now.
   *
   * @throws {ProtocolError} `too-many-requests`, with the time until the next is free.
   */
  takeSend(): void {
    const { maxSends } = this.#sessions.options;
    if (maxSends === Infinity) return;
    if (this.#bucket === undefined) {
      const bucketSize = Math.max(1, maxSends);
      this.#bucket = new TokenBucket({ bucketSize, tokensPerInterval: maxSends, interval: 'second' });
      this.#bucket.content = bucketSize;
    }
    if (this.#bucket.tryRemoveTokens(1)) return;
    throw new ProtocolError('too-many-requests', undefined, { retryAfterMs: Math.ceil(this.#bucket.getWaitTime(1)) });
  }

  /** The last send taken came to nothing new. */
  giveSendBack(): void {
    if (this.#bucket !== undefined) this.#bucket.content += 1;
  }

  /** The session was used. */
  touch(): void {
    this.#usedAt = this.#sessions.now();
  }

  /** The session read its mailbox. */
  noteRead(transport: TransportName): void {
    this.#readAt = this.#sessions.now();
    this.#readOver = transport;
  }

  /**
   * Holds a line open. The newest of a transport wins: an older one is ended as `superseded`.
   *
   * @throws {ProtocolError} `overloaded` where the server holds as many lines as it may.
   */
  attach(transport: TransportName, line: Line): void {
    const older = this.#lines.get(transport);
    this.requirePlace(transport);
    if (older === undefined) this.#sessions.takeLine(transport);
    this.#lines.set(transport, line);
    older?.end(new ProtocolError('superseded'));
  }

  /** @throws {ProtocolError} `overloaded` where {@link attach} would. */
  requirePlace(transport: TransportName): void {
    if (!this.#lines.has(transport) && this.#sessions.isFull()) throw new ProtocolError('overloaded');
  }

  /** The line has ended. One that was superseded has no place to give back. */
  detach(transport: TransportName, line: Line): void {
    if (this.#lines.get(transport) !== line) return;
    this.#lines.delete(transport);
    this.#sessions.giveLineBack(transport);
    this.touch();
    if (line.reading) this.noteRead(transport);
  }

  /** Ends every line, each with an error of its own. */
  endLines(reason: () => ProtocolError): void {
    for (const line of this.#lines.values()) line.end(reason());
  }

  /** Whether messages reach this party now, or would as soon as it asks again. */
  isOnline(): boolean {
    for (const line of this.#lines.values()) if (line.reading) return true;
    return this.#sinceReadMs() <= this.#sessions.options.presenceGraceMs && !this.isOver();
  }

  /** What {@link isOnline} goes by. */
  sign(): Sign {
    for (const [transport, { reading, silenceMs }] of this.#lines) {
      if (reading) return { state: 'open', transport, agoMs: Math.round(silenceMs) };
    }
    if (this.#readOver === undefined || !this.isOnline()) return { state: 'gone' };
    return { state: 'recent', transport: this.#readOver, agoMs: Math.round(this.#sinceReadMs()) };
  }

  isOver(): boolean {
    return this.#lines.size === 0 && this.#sessions.now() - this.#usedAt > this.#sessions.options.sessionIdleMs;
  }

  #sinceReadMs(): Millis {
    return this.#sessions.now() - this.#readAt;
  }
}

type SessionsOptions = Pick<
  ServerOptions,
  'maxSends' | 'maxSessions' | 'maxLines' | 'sessionIdleMs' | 'presenceGraceMs'
>;

/** Everybody who is signed in: by token, for whoever asks, and by address, for whoever is asked about. */
export class Sessions {
  readonly options: SessionsOptions;
  /** Monotonic clock, in ms. */
  readonly now: () => Millis;
  readonly #byToken = new Map<string, Session>();
  readonly #byAddress = new Map<Address, Session>();
  readonly #supersededAt = new Map<string, Millis>();
  readonly #upkeep: NodeJS.Timeout;
  readonly #lines = new Map<TransportName, number>();
  #lineCount = 0;

  constructor(options: SessionsOptions, now: () => Millis = () => performance.now()) {
    this.options = options;
    this.now = now;
    this.#upkeep = setInterval(() => this.#endIdle(), Math.max(1000, options.sessionIdleMs / 4)).unref();
  }

  get size(): number {
    return this.#byToken.size;
  }

  /** Held polls or sockets open now. */
  lines(transport: TransportName): number {
    return this.#lines.get(transport) ?? 0;
  }

  /**
   * Opens a session of this address.
   *
   * @throws {ProtocolError} `name-taken` while another session holds it, `overloaded`.
   */
  open(address: Address): Session {
    const holder = this.#byAddress.get(address);
    if (holder?.isOver() === false) throw new ProtocolError('name-taken');
    if (holder !== undefined) this.#forget(holder);
    if (this.size >= this.options.maxSessions) throw new ProtocolError('overloaded');
    const session = new Session(this, address, this.now());
    this.#byToken.set(session.token, session);
    this.#byAddress.set(address, session);
    return session;
  }

  /** Who holds the address now. */
  of(address: Address): Session | undefined {
    const session = this.#byAddress.get(address);
    return session?.isOver() === true ? undefined : session;
  }

  /** Everybody who is signed in. */
  all(): Iterable<Session> {
    return this.#byToken.values();
  }

  addresses(): Iterable<Address> {
    return this.#byAddress.keys();
  }

  /** @throws {ProtocolError} `unknown-session` for a token that is not, or no longer, somebody's. */
  authenticate(token: string | undefined): Session {
    const session = token === undefined ? undefined : this.#byToken.get(token);
    if (session === undefined)
      throw new ProtocolError(this.#supersededAt.has(token!) ? 'superseded' : 'unknown-session');
    if (session.isOver()) {
      this.#forget(session);
      throw new ProtocolError('unknown-session');
    }
    session.touch();
    return session;
  }

  /** Gives the name back, and ends whatever the session holds open. */
  signOut(session: Session): void {
    this.#forget(session);
    session.endLines(() => new ProtocolError('unknown-session', 'The session was signed out.'));
  }

  /**
   * Ends a session whose party has signed in anew. Its client is told for as long as it may still ask, so that it does not
   * sign in anew itself, in turn.
   */
  supersede(session: Session): void {
    this.#forget(session);
    this.#supersededAt.set(session.token, this.now());
    session.endLines(() => new ProtocolError('superseded'));
  }

  /** The address that reads so, of somebody who is signed in; undefined for any other text. */
  addressOf(text: string): Address | undefined {
    return this.#byAddress.get(text as Address)?.address;
  }

  isOnline(address: Address): boolean {
    return this.#byAddress.get(address)?.isOnline() ?? false;
  }

  /** Ends every line of every session; the sessions stay. */
  endLines(reason: () => ProtocolError): void {
    for (const session of this.#byToken.values()) session.endLines(reason);
  }

  close(): void {
    clearInterval(this.#upkeep);
  }

  /** @internal */
  isFull(): boolean {
    return this.#lineCount >= this.options.maxLines;
  }

  /** @internal */
  takeLine(transport: TransportName): void {
    this.#lineCount += 1;
    this.#lines.set(transport, this.lines(transport) + 1);
  }

  /** @internal */
  giveLineBack(transport: TransportName): void {
    this.#lineCount -= 1;
    this.#lines.set(transport, this.lines(transport) - 1);
  }

  #forget(session: Session): void {
    this.#byToken.delete(session.token);
    this.#byAddress.delete(session.address);
  }

  #endIdle(): void {
    for (const session of this.#byToken.values()) if (session.isOver()) this.#forget(session);
    for (const [token, at] of this.#supersededAt) {
      // In the order of time.
      if (this.now() - at <= this.options.sessionIdleMs) break;
      this.#supersededAt.delete(token);
    }
  }
}
