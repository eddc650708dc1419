import type { Draft, Outcome } from '../../servers/protocol/message.ts';
import { ROUTES } from '../../servers/protocol/routes.ts';
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

function isOutcomes(value: object): value is readonly Outcome[] {
  return Array.isArray(value) && value.every((outcome: object) => 'receipt' in outcome || 'error' in outcome);
}
