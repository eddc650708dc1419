import type { ServerSettings } from '../../../servers/protocol/server-order.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Bytes, BytesPerSecond, Millis } from '../../../servers/protocol/units.ts';
import type { WireEvent } from '../wire/wire-event.ts';

/**
 * What goes over the WebSocket between the page and whoever runs the lab: text frames of JSON. The page sends
 * {@link LabRequest}s, each answered by one `done` or `failed` with its number; the lab sends the rest by itself.
 */

export type { ServerSettings };

/** The phones of the chat. */
export const CHAT_PHONES = ['chat-a', 'chat-b'] as const;

/** The phones of a lane of the race. */
export function lanePhones(transport: TransportName): readonly [a: string, b: string] {
  return [`${transport}-a`, `${transport}-b`];
}

/** The phone of the teacher of a class. */
export const TEACHER_PHONE = 'teacher';

/** The name that is the teacher's where there is a class, and nobody else's. */
export const TEACHER = 'teacher';

/** All phones of the page, each with a link of its own to the server. */
export const PHONES: readonly string[] = [
  TEACHER_PHONE,
  ...CHAT_PHONES,
  ...TRANSPORT_NAMES.flatMap((name) => lanePhones(name)),
];

/** The link of the crowd is called so where one may be named; all is with it. */
export const CROWD = 'crowd';

/** The link over which all students of a class come is called so. */
export const CLASS_LINK = 'class';

/** What a link does to everything that passes; without a bandwidth there is no bound. */
export interface Shape {
  /** Half of it each way. */
  readonly rttMs: Millis;
  /** Up to so much more or less than that half. */
  readonly jitterMs: Millis;
  /** Each way, of each connection; null for no bound (JSON has no Infinity). */
  readonly bandwidth: BytesPerSecond | null;
}

/**
 * Something to be done to the lab. `phones` are names; none named means all. When the last page has gone, all links are as
 * they were at first and the crowd is sent home.
 */
export type LabCommand =
  | { readonly do: 'shape'; readonly phones?: readonly string[]; readonly shape: Shape }
  /** From now on nothing passes and nothing is closed; `plug` lets new connections pass again. */
  | { readonly do: 'unplug' | 'plug'; readonly phones?: readonly string[] }
  /** Breaks every connection. */
  | { readonly do: 'reset'; readonly phones?: readonly string[] }
  /** The next answer or frame that carries a message, or a receipt, breaks its connection instead of arriving. */
  | { readonly do: 'lose-answer'; readonly phones?: readonly string[] }
  /** Makes links what they were at first: plugged in, without distance; connections that were cut off are broken. */
  | { readonly do: 'heal'; readonly phones?: readonly string[] }
  | { readonly do: 'stall'; readonly phones?: readonly string[]; readonly forMs: Millis }
  /**
   * Starts the server anew: `kept` – politely, with its memory; `lost` – killed, and it has forgotten everything. It is
   * away for `downMs`, default 0.
   */
  | {
      readonly do: 'restart';
      readonly memory: 'kept' | 'lost';
      readonly downMs?: Millis;
      readonly settings?: ServerSettings;
    }
  /** Lets so many clients join, each receiving; 0 sends them home. They leave when the page does. */
  | {
      readonly do: 'crowd';
      /** At most {@link MAX_CROWD}. */
      readonly size: number;
      readonly transport: TransportName;
      /** Whether retries and first polls are spread by chance, and by what the server advises. */
      readonly jitter: boolean;
    }
  /** Nothing; to compare clocks. */
  | { readonly do: 'time' };

export const MAX_CROWD = 500;

export interface LabRequest {
  /** From 1. */
  readonly n: number;
  readonly command: LabCommand;
}

export interface PhoneState {
  readonly name: string;
  /** Where its page is loaded from, and its messages go. */
  readonly url: string;
  readonly shape: Shape;
  /** Connections that are there already stay cut off when it is plugged in again. */
  readonly isUnplugged: boolean;
  /** Whether `lose-answer` is still waiting for one. */
  readonly losesNextAnswer: boolean;
}

export interface LabState {
  readonly phones: readonly PhoneState[];
  readonly server: {
    readonly isUp: boolean;
    /** Counts its starts; and those of them before which it forgot everything. */
    readonly starts: number;
    readonly losses: number;
    readonly settings: Required<ServerSettings>;
  };
  readonly crowd: {
    readonly size: number;
    /** Of whom the server is heard. */
    readonly connected: number;
    readonly transport: TransportName;
    readonly jitter: boolean;
  } | null;
  /** Null where the lab is open to this machine alone. */
  readonly class: {
    /** Where students find the page; none where this machine is in no network. */
    readonly urls: readonly string[];
    /** What keeps the teacher's name for the page of this machine. */
    readonly secret: string;
    readonly isUnplugged: boolean;
  } | null;
}

/** What went over the line of the class since this was told last, pieces that came whole on one side. */
export interface ClassTraffic {
  /** Unix time in ms. */
  readonly at: Millis;
  readonly requests: number;
  readonly frames: number;
  /** Of requests, answers and frames, each way. */
  readonly bytes: Bytes;
  /** Open now. */
  readonly connections: number;
}

export type LabFrame =
  /** `at`: the lab's clock, Unix time in ms. */
  | { readonly type: 'done'; readonly n: number; readonly at: Millis }
  /** `n` is 0 where the request was none. */
  | { readonly type: 'failed'; readonly n: number; readonly message: string }
  /** First of all, and after each change. */
  | { readonly type: 'state'; readonly state: LabState }
  /** What went over the links of the phones, in the order in which it happened, several at a time. */
  | { readonly type: 'wire'; readonly events: readonly WireEvent[] }
  /** When attempts of the crowd to read reached the server, polls and upgrades alike; Unix time in ms, in order. */
  | { readonly type: 'crowd-arrivals'; readonly at: readonly Millis[] }
  | { readonly type: 'class-traffic'; readonly passed: ClassTraffic };

/** What the server tells a page that asks `GET /page.json`. */
export interface PageSettings {
  /** WebSocket URL of the lab's controls; null where there are none. */
  readonly lab: string | null;
  /** Whether it was opened by one of a class: under another address than the lab's own. */
  readonly isClass: boolean;
}
