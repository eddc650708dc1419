import type { FrontDoor } from '../http/front-door.ts';
import type { TransportName } from '../protocol/transport-name.ts';
import type { Services } from '../services.ts';

/** One way to read a mailbox over the wire. */
export interface ServerTransport {
  readonly name: TransportName;
  /** Puts its route on the door. What it holds open it attaches to the session, which ends it when the time comes. */
  mount(services: Services, door: FrontDoor): void;
}
