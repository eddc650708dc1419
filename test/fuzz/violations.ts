import type { Received } from '../../clients/core/receive.ts';
import type { Message } from '../../servers/protocol/message.ts';
import type { Notice } from '../../servers/protocol/notice.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { History, PartyHistory, Sent } from './history.ts';

/**
 * Where a history breaks the guarantee – at least once to the client, in order per mailbox, shown once, every loss
 * announced –, a sentence for each place. Only what the guarantee leaves open is left open: the server may lose its memory,
 * and a client that was just started does not know what the one before it was given.
 */
export function violationsOf(history: History): string[] {
  return [
    ...history.sent.flatMap((sent) => wrongFate(sent, history)),
    ...history.parties.flatMap((party) => [
      ...unknownMessages(party, history),
      ...needlessGaps(party, history),
      ...repeatsAndDisorder(party, history),
      ...silentLosses(party, history),
      ...shownThoughRefused(party, history),
      ...wrongConfirmations(party, history),
    ]),
    ...differentOrders(history),
  ];
}

/** Nothing that the server can take is refused, and nothing else is taken. */
function wrongFate(sent: Sent, { group, maxBodyBytes, parties, losses }: History): string[] {
  const { fate, from, to, body } = sent;
  if (fate === undefined || (fate.kind === 'refusal' && fate.code === 'closed')) return [];
  const outcome = fate.kind === 'receipt' ? 'taken' : fate.code;
  const isKnown = to === group.address || parties.some(({ address }) => address === to);
  const isMember = to !== group.address || group.members.includes(from);
  const expected = [
    ...(body.length > maxBodyBytes ? ['too-large'] : []),
    ...(isKnown ? [] : ['unknown-recipient']),
    ...(isMember ? [] : ['not-a-member']),
  ];
  if (expected.length === 0) {
    expected.push('taken');
    // Until they sign in again, a server without memory knows only the members of the group.
    if (losses.length > 0 && !group.members.includes(to) && to !== group.address) expected.push('unknown-recipient');
  }
  return expected.includes(outcome) ? [] : [`${name(sent)} was ${outcome}, not ${expected.join(' or ')}`];
}

/** Nothing is shown that was not sent to this party. */
function unknownMessages({ address, lives }: PartyHistory, history: History): string[] {
  const sent = new Map(history.sent.map((each) => [each.id, each]));
  return messagesOf(lives.flat()).flatMap((message) => {
    const original = sent.get(message.id);
    const isRight =
      original !== undefined &&
      original.from === message.from &&
      original.body === message.body &&
      original.to === (message.to ?? address) &&
      receiversOf(original, history).includes(address);
    return isRight ? [] : [`${address} was shown what nobody sent it: ${JSON.stringify(message)}`];
  });
}

/** Only the loss of the server's memory makes gaps, and each at most one. */
function needlessGaps({ address, lives }: PartyHistory, { losses }: History): string[] {
  return lives.flatMap((life) => {
    const gaps = life.flatMap((item) => (item.kind === 'gap' ? [item.reason] : []));
    const needless = gaps.filter((reason) => reason !== 'epoch-changed');
    if (needless.length === 0 && gaps.length <= losses.length) return [];
    return [`${address} was told of ${gaps.length} gaps (${gaps.join(', ')}) of ${losses.length} losses`];
  });
}

/** Nothing is shown twice, and what one party sent, be it alone or in the group, is shown in the order of sending. */
function repeatsAndDisorder({ address, lives }: PartyHistory, history: History): string[] {
  const ordinals = new Map(history.sent.map(({ id, ordinal }) => [id, ordinal]));
  // Each client for itself: what the one before was given, this one may be given again.
  return lives.flatMap((items) => {
    const found: string[] = [];
    const shown = new Set<string>();
    const lastOf = new Map<string, Message>();
    for (const message of messagesOf(items)) {
      const { id, from } = message;
      const last = lastOf.get(from);
      if (shown.has(id)) found.push(`${address} was shown ${from}'s ${id} twice`);
      else if (last !== undefined && ordinals.get(last.id)! > ordinals.get(id)!)
        found.push(`${address} was shown ${from}'s ${id} after ${last.id}`);
      shown.add(id);
      lastOf.set(from, message);
    }
    return found;
  });
}

/** What has a receipt is shown, or a gap is announced where it is missing. */
function silentLosses({ address, lives }: PartyHistory, history: History): string[] {
  const items = lives.flat();
  const places = new Map<string, number>();
  items.forEach((item, place) => {
    if (item.kind === 'message' && !places.has(item.message.id)) places.set(item.message.id, place);
  });
  const gaps = items.flatMap((item, place) => (item.kind === 'gap' ? [place] : []));
  return history.sent.flatMap((missing, at) => {
    const { fate, from, id } = missing;
    if (fate?.kind !== 'receipt' || places.has(id) || !receiversOf(missing, history).includes(address)) return [];
    const isForgotten = lossesAt(fate.at, history) < history.losses.length;
    const isOfSender = (other: Sent): boolean => other.from === from && places.has(other.id);
    const before = places.get(history.sent.slice(0, at).findLast(isOfSender)?.id ?? '') ?? -1;
    const after = places.get(history.sent.slice(at + 1).find(isOfSender)?.id ?? '') ?? Infinity;
    if (isForgotten && gaps.some((place) => place > before && place < after)) return [];
    return [`${address} was not shown ${name(missing)}, which has a receipt, and not told of a gap there`];
  });
}

/** What was refused is not shown – unless the server had taken it, and lost its memory before it could say so. */
function shownThoughRefused({ address, lives }: PartyHistory, { sent }: History): string[] {
  const shown = new Set(messagesOf(lives.flat()).map(({ id }) => id));
  return sent
    .filter(({ id, fate }) => fate?.kind === 'refusal' && fate.code !== 'closed' && shown.has(id))
    .filter(({ lossesBefore, lossesAfter }) => lossesBefore === lossesAfter)
    .map((refused) => `${address} was shown ${name(refused)}, which was refused`);
}

/**
 * Each message that is to be confirmed is, once by each receiver. A server that has lost its memory knows nothing of those
 * before, and confirms once more what was sent again.
 */
function wrongConfirmations({ address, lives }: PartyHistory, history: History): string[] {
  const { sent, losses } = history;
  const notices = lives.flat().flatMap((item) => (item.kind === 'message' ? (item.message.notice ?? []) : []));
  const wrong = notices.filter(({ code }) => code === 'undeliverable' || code === 'missed');
  const counts = new Map<string, number>();
  for (const notice of notices) {
    for (const id of deliveredIn(notice)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const awaited = sent.filter(({ from, confirm }) => confirm && from === address);
  return [
    ...wrong.map((notice) => `${address} was told what can't be: ${JSON.stringify(notice)}`),
    ...awaited.flatMap((message) => {
      const { id, fate } = message;
      if (fate?.kind !== 'receipt' || lossesAt(fate.at, history) < losses.length) return [];
      const expected = receiversOf(message, history).filter((receiver) => receiver !== address).length;
      const found = counts.get(id) ?? 0;
      if (found === expected || (found > expected && losses.length > 0)) return [];
      return [`${name(message)} was confirmed ${found} times, not ${expected}`];
    }),
  ];
}

function deliveredIn(notice: Notice): readonly string[] {
  return notice.code === 'delivered' ? notice.ids : [];
}

/**
 * All members are shown what is said in the group in the same order (M10). The order is that of the group's log: a server
 * without memory makes a new one, in which what is sent again may come in another order. So only what two members were
 * shown from the same log is compared.
 */
function differentOrders(history: History): string[] {
  const members = history.parties.filter(({ address }) => history.group.members.includes(address));
  return members.flatMap((one, i) =>
    members.slice(i + 1).flatMap((other) => {
      const [ones, others] = [groupIds(one, history), groupIds(other, history)];
      const both = ones.filter((id) => others.includes(id));
      const alsoBoth = others.filter((id) => ones.includes(id));
      const at = both.findIndex((id, k) => id !== alsoBoth[k]);
      if (at === -1) return [];
      return [`${one.address} was shown ${both[at]} of the group where ${other.address} was shown ${alsoBoth[at]}`];
    }),
  );
}

/** What a member was shown of the group, each with the number of the log that it is from; what came twice only once. */
function groupIds({ lives }: PartyHistory, history: History): string[] {
  const said = messagesOf(lives.flat()).filter(({ to }) => to === history.group.address);
  return [...new Set(said.map(({ id, at }) => `${id} (log ${lossesAt(at, history) + 1})`))];
}

/** How often the server had lost its memory by then. */
function lossesAt(at: Millis, { losses }: History): number {
  return losses.filter((loss) => loss <= at).length;
}

/** In whose mailbox a message is to be. */
function receiversOf({ from, to }: Sent, { group }: History): readonly string[] {
  return to === group.address ? group.members.filter((member) => member !== from) : [to];
}

/** What parties sent; not what the server itself had to say. */
function messagesOf(items: readonly Received[]): Message[] {
  return items.flatMap((item) => (item.kind === 'message' && item.message.notice === undefined ? [item.message] : []));
}

function name({ from, to, id }: Sent): string {
  return `${from}'s ${id} to ${to}`;
}
