import type { Phone, PhoneEvent } from '../../../clients/demo/phone/phone.ts';
import { PhoneFault } from '../../../clients/demo/phone/phone.ts';
import type { FaultCode } from '../../../clients/core/fault.ts';

/** One call of a {@link FakePhone}: what was called, and with what. */
type Called = readonly [call: string, ...args: unknown[]];

/** A phone that does nothing but tell what is asked of it, and answers as it was told to. */
export class FakePhone implements Phone {
  readonly name = 'chat-a';
  readonly called: Called[] = [];
  /** What the directory answers, by the call; nothing else is found. */
  readonly answers = new Map<string, unknown>();
  /** Names that somebody else has. */
  readonly taken = new Set<string>();
  readonly #listeners = new Set<(event: PhoneEvent) => void>();

  tell(event: PhoneEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async signIn(...args: Parameters<Phone['signIn']>): Promise<void> {
    const [{ user, kind = 'user' }, { transport }] = args;
    this.called.push(['signIn', ...args]);
    if (this.taken.has(user)) throw fault('name-taken');
    this.tell({ kind: 'signed-in', at: 1, address: `${kind}:${user}`, transport });
  }

  async signOut(): Promise<void> {
    this.called.push(['signOut']);
    this.tell({ kind: 'signed-out', at: 1 });
  }

  async use(...args: unknown[]): Promise<void> {
    this.called.push(['use', ...args]);
  }

  async configure(...args: unknown[]): Promise<void> {
    this.called.push(['configure', ...args]);
  }

  async hide(...args: unknown[]): Promise<void> {
    this.called.push(['hide', ...args]);
  }

  async send(to: string, body: string, id: string, confirm?: boolean): Promise<void> {
    this.called.push(['send', to, body, id, confirm]);
    this.tell({ kind: 'sending', at: 1, id, to, body });
  }

  look = (async (name: string, ...args: unknown[]) => {
    this.called.push([name, ...args]);
    if (this.answers.has(name)) return this.answers.get(name);
    throw fault('not-found');
  }) as unknown as Phone['look'];

  listen(listener: (event: PhoneEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }
}

function fault(code: FaultCode): PhoneFault {
  return new PhoneFault(code, code);
}
