import type { Stage } from '../stage/stage.ts';
import { Messenger } from './messenger.ts';
import type { PhoneEvent } from '../phone/phone.ts';

const messengers = new WeakMap<Stage, Map<string, Promise<Messenger>>>();

/** What is shown on a phone of the stage: one for each, which stays while other parts of the page are looked at. */
export function messengerOf(stage: Stage, name: string): Promise<Messenger> {
  let ofStage = messengers.get(stage);
  if (ofStage === undefined) messengers.set(stage, (ofStage = new Map<string, Promise<Messenger>>()));
  let messenger = ofStage.get(name);
  if (messenger === undefined) ofStage.set(name, (messenger = makeMessenger(stage, name)));
  return messenger;
}

async function makeMessenger(stage: Stage, name: string): Promise<Messenger> {
  const phone = await stage.phone(name);
  return new Messenger(phone, eventsOf(stage, name));
}

function* eventsOf({ journal }: Stage, name: string): Generator<PhoneEvent, void, void> {
  for (const entry of journal.entries) if (entry.of === 'phone' && entry.phone === name) yield entry.event;
}
