import type { Position } from '../../servers/protocol/cursor.ts';
import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import { isPage, type Page } from '../../servers/protocol/page.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { TransportFault } from './fault.ts';
import type { TransportContext } from './transport.ts';

/** Sends drafts with one `POST /messages`: how every transport that reads over HTTP sends. */
export async function publishOverHttp(
  { http, credentials }: TransportContext,
  drafts: readonly Draft[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const outcomes = await credentials.use(signal, (token) =>
    http.call({ method: 'POST', path: ROUTES.messages, token, body: drafts, expects: isOutcomes }, signal),
  );
  if (outcomes.length === drafts.length) return outcomes;
  const found = `${drafts.length} messages were answered with ${outcomes.length} outcomes`;
  throw new TransportFault('fatal', 'bad-answer', found);
}

/** Asks once for the page after `query.after`; `holdMs` is how long the server may hold the answer. */
export function askForPage(
  { http, credentials }: TransportContext,
  route: string,
  query: { readonly after: Position; readonly [name: string]: string },
  holdMs: Millis,
  signal: AbortSignal,
): Promise<Page> {
  const path = `${route}?${new URLSearchParams(query).toString()}`;
  return credentials.use(signal, (token) => http.call({ method: 'GET', path, token, holdMs, expects: isPage }, signal));
}

function isOutcomes(value: object): value is readonly Outcome[] {
  return Array.isArray(value) && value.every((outcome: object) => 'receipt' in outcome || 'error' in outcome);
}
