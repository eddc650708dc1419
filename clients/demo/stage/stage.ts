import { createClient, pageVisibility } from '../../browser.ts';
import { Journal } from '../journal/journal.ts';
import type { PageSettings } from '../lab/lab-frames.ts';
import { connectLab } from '../lab/connect-lab.ts';
import type { Lab } from '../lab/lab.ts';
import { createLocalPhone } from '../phone/local-phone.ts';
import type { Phone } from '../phone/phone.ts';
import { createRemotePhone } from '../phone/remote-phone.ts';
import { TraceReader } from '../wire/from-trace.ts';

/** Everything that the views stand on: the lab, the phones, and what happened so far. */
export interface Stage {
  /** Null where the server is a plain one: nothing can be broken, and nothing is seen of the wire but by the clients. */
  readonly lab: Lab | null;
  readonly journal: Journal;
  /** Whether this is the page of one of a class. */
  readonly isClass: boolean;
  /** A phone by its name; made when it is first asked for. */
  phone(name: string): Promise<Phone>;
}

/** Finds out what the server offers, and sets everything up. */
export async function setStage(): Promise<Stage> {
  const settings = (await (await fetch('page.json')).json()) as PageSettings;
  const journal = new Journal();
  const lab = settings.lab === null ? null : connectLab(settings.lab);
  lab?.onWire((events) => {
    for (const event of events) {
      // Everything in the journal is on the page's clock.
      journal.add({ of: 'wire', event: { ...event, at: event.at - lab.aheadMs } });
    }
  });
  const phones = new Map<string, Promise<Phone>>();
  return {
    lab,
    journal,
    isClass: settings.isClass,
    phone(name) {
      let phone = phones.get(name);
      if (phone === undefined) phones.set(name, (phone = make(name, lab, journal)));
      return phone;
    },
  };
}

async function make(name: string, lab: Lab | null, journal: Journal): Promise<Phone> {
  const phone =
    lab === null
      ? createLocalPhone(name, createClient, pageVisibility)
      : createRemotePhone(name, await linkOf(name, lab));
  // Otherwise the name would be held for a while by nobody.
  if (lab === null) addEventListener('pagehide', () => void phone.signOut());
  const reader = new TraceReader(name);
  phone.listen((event) => {
    if (event.kind !== 'trace') journal.add({ of: 'phone', phone: name, event });
    // What the links saw of the wire is more than what a client's trace knows.
    else if (lab === null)
      for (const wire of reader.read(event.event, event.at)) journal.add({ of: 'wire', event: wire });
  });
  return phone;
}

async function linkOf(name: string, lab: Lab): Promise<string> {
  const phones = await new Promise<readonly { name: string; url: string }[]>((resolve) => {
    const unsubscribe = lab.state.subscribe((state) => {
      if (state === null) return;
      resolve(state.phones);
      queueMicrotask(() => unsubscribe());
    });
  });
  const found = phones.find((phone) => phone.name === name);
  if (found === undefined) throw new Error(`the lab has no phone ${name}`);
  return found.url;
}
