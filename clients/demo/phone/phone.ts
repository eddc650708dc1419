import type { Position } from '../../../servers/protocol/cursor.ts';
import type { Receipt } from '../../../servers/protocol/message.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import type { ClientSettings, ClientStatus } from '../../core/client.ts';
import type { Identity } from '../../core/credentials.ts';
import type { Directory } from '../../core/directory.ts';
import type { FaultCode } from '../../core/fault.ts';
import type { Received } from '../../core/receive.ts';
import type { TraceEvent } from '../../core/trace.ts';

/**
 * Somebody's phone: a real client of the lab, in this page or in a page of its own behind a link. What is asked of it and
 * what it reports is plain data, so that both are used alike. All times are Unix time in ms, with fractions.
 */
export interface Phone {
  /** As the lab calls it, such as `chat-a`. */
  readonly name: string;
  /**
   * Signs in, which makes its client, and receives from then on. Whoever was signed in before is signed out.
   *
   * @throws {PhoneFault} as all of these do: with the code of the client's or the server's refusal.
   */
  signIn(identity: Identity, options: PhoneOptions): Promise<void>;
  /**
   * Resolves when the name is given back, or can't be; what was not sent by then is `refused`. Without effect where nobody is
   * signed in.
   */
  signOut(): Promise<void>;
  /** Goes over to another transport in mid-talk. */
  use(transport: TransportName): Promise<void>;
  /** Changes settings in mid-talk; they are gone with the client when somebody signs in anew. */
  configure(settings: Partial<ClientSettings>): Promise<void>;
  /** Whether it takes its page for a hidden one, whoever is signed in; the real visibility of the page counts besides. */
  hide(isHidden: boolean): Promise<void>;
  /** Sends a message; what becomes of it is reported, this resolves when it is on its way. */
  send(to: string, body: string, id: string, confirm?: boolean): Promise<void>;
  /** One call of the client's directory. */
  look<Name extends keyof DirectoryCalls>(
    name: Name,
    ...args: Parameters<DirectoryCalls[Name]>
  ): ReturnType<DirectoryCalls[Name]>;
  /**
   * Calls `listener` with all that happens from now on, until the returned function is called. It must not throw.
   */
  listen(listener: (event: PhoneEvent) => void): () => void;
  /** Lets go of everything, and signs out if that can still be said. Nothing is reported any more. */
  close(): void;
}

export type DirectoryCalls = Pick<Directory, keyof Directory>;

export interface PhoneOptions extends Partial<ClientSettings> {
  readonly transport: TransportName;
  /** Where to begin reading. Default: the oldest message there is. */
  readonly from?: Position;
}

export type PhoneEvent = { readonly at: Millis } & (
  | { readonly kind: 'signed-in'; readonly address: string; readonly transport: TransportName }
  | { readonly kind: 'signed-out' }
  /** Told at each change, and five times a second; not more than fifty times. */
  | { readonly kind: 'status'; readonly status: ClientStatus }
  | { readonly kind: 'sending'; readonly id: string; readonly to: string; readonly body: string }
  /** It is in the receiver's mailbox. */
  | { readonly kind: 'stored'; readonly id: string; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly id: string; readonly code: FaultCode; readonly message: string }
  /** It was handed over by the client: what a person sees. */
  | { readonly kind: 'received'; readonly item: Received }
  /** Receiving ended for good. */
  | { readonly kind: 'gave-up'; readonly code: FaultCode; readonly message: string }
  | { readonly kind: 'trace'; readonly event: TraceEvent }
);

/** What a phone could not do. */
export class PhoneFault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhoneFault';
    this.code = code;
  }
}
