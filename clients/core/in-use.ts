import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { ClientTransport, TransportContext, TransportInUse } from './transport.ts';
import { clientTransports } from './transports.ts';

interface Use extends TransportInUse {
  readonly end: (reason: Error) => void;
}

/** Which transport a client uses, for sending and for reading: the one may have to begin anew without the other. */
export class InUse {
  readonly #context: TransportContext;
  #sending: Use;
  #reading: Use;

  constructor(context: TransportContext, name: TransportName) {
    this.#context = context;
    const transport = clientTransports[name](context);
    this.#sending = begin(transport);
    this.#reading = begin(transport);
  }

  get transport(): ClientTransport {
    return this.#sending.transport;
  }

  /** Its signal is aborted when another transport takes its place. */
  get sending(): TransportInUse {
    return this.#sending;
  }

  /** Its signal is aborted then, and when reading begins anew. */
  get reading(): TransportInUse {
    return this.#reading;
  }

  /** Puts another transport in its place. */
  change(name: TransportName): void {
    const sending = this.#sending;
    const reading = this.#reading;
    const transport = clientTransports[name](this.#context);
    this.#sending = begin(transport);
    this.#reading = begin(transport);
    // First the end of its use, so that whoever waits for the old transport takes its closing for no fault.
    const reason = new Error('another transport is in use');
    sending.end(reason);
    reading.end(reason);
    sending.transport.close();
  }

  /** Has reading begin anew over the same transport; what is being sent goes on. */
  readAnew(reason: Error): void {
    const before = this.#reading;
    this.#reading = begin(before.transport);
    before.end(reason);
  }

  /** Ends its use for good. */
  close(reason: Error): void {
    this.#sending.end(reason);
    this.#reading.end(reason);
    this.transport.close();
  }
}

function begin(transport: ClientTransport): Use {
  const using = new AbortController();
  return { transport, signal: using.signal, end: (reason) => using.abort(reason) };
}
