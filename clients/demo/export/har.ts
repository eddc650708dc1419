import type { Bytes, Millis } from '../../../servers/protocol/units.ts';

/** What this writes of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Names with `_` are not of the standard. */
export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly pages: readonly HarPage[];
    readonly entries: readonly HarEntry[];
  };
}

export interface HarPage {
  /** In ISO 8601. */
  readonly startedDateTime: string;
  readonly id: string;
  readonly title: string;
  readonly pageTimings: Readonly<Record<string, never>>;
}

export interface NameAndValue {
  readonly name: string;
  readonly value: string;
}

interface HarMessage {
  readonly httpVersion: string;
  readonly cookies: readonly [];
  readonly headers: readonly NameAndValue[];
  /** -1 where it is not known. */
  readonly headersSize: Bytes;
  readonly bodySize: Bytes;
}

export interface HarRequest extends HarMessage {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly NameAndValue[];
  readonly postData?: { readonly mimeType: string; readonly text: string; readonly params: readonly [] };
}

export interface HarResponse extends HarMessage {
  /** 0 where no answer came. */
  readonly status: number;
  readonly statusText: string;
  readonly content: { readonly size: Bytes; readonly mimeType: string; readonly text: string };
  readonly redirectURL: '';
  readonly _error?: string;
}

/** A WebSocket's frame, as Chromium writes it. */
export interface HarFrame {
  readonly type: 'send' | 'receive';
  /** Unix time in seconds. */
  readonly time: number;
  readonly opcode: number;
  readonly data: string;
}

export interface HarEntry {
  readonly pageref: string;
  readonly startedDateTime: string;
  /** The sum of the timings that are not -1, in ms. */
  readonly time: Millis;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  /** In ms; -1 where it was not measured. */
  readonly timings: {
    readonly blocked: -1;
    readonly dns: -1;
    readonly connect: -1;
    readonly ssl: -1;
    readonly send: Millis;
    readonly wait: Millis;
    readonly receive: Millis;
  };
  readonly connection: string;
  readonly _webSocketMessages?: readonly HarFrame[];
}
