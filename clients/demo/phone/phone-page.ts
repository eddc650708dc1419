import { createClient, pageVisibility } from '../../browser.ts';
import { createLocalPhone } from './local-phone.ts';
import { PhoneFault, type Phone } from './phone.ts';
import type { Introduction, PhoneCall, PhoneReply } from './port.ts';

/** The page of one phone: runs it for the page around this one. Who that may be, the server's policy says. */
addEventListener('message', function introduced({ source, data, ports }: MessageEvent<Introduction>) {
  const [port] = ports;
  if (source !== parent || data.introduces !== 'phone' || port === undefined) return;
  removeEventListener('message', introduced);
  const phone = createLocalPhone(data.name, createClient, pageVisibility);
  const reply = (message: PhoneReply): void => port.postMessage(message);
  phone.listen((event) => reply({ kind: 'event', event }));
  port.addEventListener('message', (event: MessageEvent<PhoneCall>) => void answer(phone, event.data, reply));
  port.start();
  // Otherwise the name would be held for a while by nobody.
  addEventListener('pagehide', () => phone.close());
  reply({ kind: 'ready' });
});

async function answer(phone: Phone, { n, call, args }: PhoneCall, reply: (message: PhoneReply) => void): Promise<void> {
  try {
    // The page around this one calls only what the interface has.
    const method = phone[call] as (...args: readonly unknown[]) => Promise<unknown>;
    reply({ kind: 'result', n, value: await method.apply(phone, [...args]) });
  } catch (failure) {
    if (!(failure instanceof PhoneFault)) throw failure;
    reply({ kind: 'fault', n, code: failure.code, message: failure.message });
  }
}
