import type { FaultCode } from '../../core/fault.ts';
import type { Phone, PhoneEvent } from './phone.ts';

/** What is called of a phone in a page of its own; the rest is about this side alone. */
export type Callable = Exclude<keyof Phone, 'name' | 'listen' | 'close'>;

/** To the phone's page, once, with the port over which everything else goes. */
export interface Introduction {
  readonly introduces: 'phone';
  readonly name: string;
}

/** To the phone. */
export interface PhoneCall {
  readonly n: number;
  readonly call: Callable;
  readonly args: readonly unknown[];
}

/** From the phone: that it is there, what came of a call, or what happened. */
export type PhoneReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly n: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly n: number; readonly code: FaultCode; readonly message: string }
  | { readonly kind: 'event'; readonly event: PhoneEvent };
