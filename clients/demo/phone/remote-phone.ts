import { PhoneFault, type Phone, type PhoneEvent } from './phone.ts';
import type { Callable, Introduction, PhoneCall, PhoneReply } from './port.ts';

/**
 * A phone in a page of its own, which is loaded through its link: everything that it does goes over the network as the
 * link makes it, and no other phone shares its connections.
 *
 * @param url Where its link is.
 */
export function createRemotePhone(name: string, url: string): Phone {
  const listeners = new Set<(event: PhoneEvent) => void>();
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (fault: PhoneFault) => void }>();
  let n = 0;

  const frame = document.createElement('iframe');
  // Not to be seen, but within the window: of a frame that is out of it browsers let no timer run more than once a second.
  Object.assign(frame.style, {
    visibility: 'hidden',
    position: 'fixed',
    inset: '0 auto auto 0',
    width: '1px',
    height: '1px',
  });
  frame.title = name;
  frame.src = `${url}/phone.html`;
  const { port1: port, port2 } = new MessageChannel();
  const isReady = new Promise<void>((resolve) => {
    port.addEventListener('message', ({ data }: MessageEvent<PhoneReply>) => {
      if (data.kind === 'ready') resolve();
      else take(data);
    });
  });
  port.start();
  frame.addEventListener(
    'load',
    () => {
      const introduction: Introduction = { introduces: 'phone', name };
      frame.contentWindow!.postMessage(introduction, new URL(url).origin, [port2]);
    },
    { once: true },
  );
  document.body.append(frame);

  return {
    name,
    signIn: (...args) => call('signIn', args),
    signOut: () => call('signOut', []),
    use: (...args) => call('use', args),
    configure: (...args) => call('configure', args),
    hide: (...args) => call('hide', args),
    send: (...args) => call('send', args),
    look: ((...args) => call('look', args)) as Phone['look'],
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      port.close();
      frame.remove();
      for (const { reject } of waiting.values()) reject(new PhoneFault('closed', 'this phone was closed'));
      waiting.clear();
    },
  };

  async function call<T>(method: Callable, args: readonly unknown[]): Promise<T> {
    await isReady;
    n += 1;
    const message: PhoneCall = { n, call: method, args };
    const answered = new Promise<T>((resolve, reject) => waiting.set(n, { resolve, reject }));
    port.postMessage(message);
    return answered;
  }

  function take(reply: Exclude<PhoneReply, { kind: 'ready' }>): void {
    if (reply.kind === 'event') {
      for (const listener of listeners) listener(reply.event);
      return;
    }
    const asked = waiting.get(reply.n);
    waiting.delete(reply.n);
    if (reply.kind === 'result') asked?.resolve(reply.value as never);
    else asked?.reject(new PhoneFault(reply.code, reply.message));
  }
}
