import { TRANSPORT_LABELS } from '../../servers/protocol/transport-name.ts';

/** How an arm is called in a sentence: the lab's transports by their labels, others by their own names. */
export function labelOf(name: string): string {
  return Object.hasOwn(TRANSPORT_LABELS, name) ? TRANSPORT_LABELS[name as keyof typeof TRANSPORT_LABELS] : name;
}
