import { acceptDraft, acceptDrafts } from '../input/drafts.ts';
import { readJson } from '../input/read-json.ts';
import { ERRORS, type ProtocolError } from '../protocol/error-code.ts';
import { maxPayloadBytes } from '../protocol/limits.ts';
import type { Draft, Outcome } from '../protocol/message.ts';
import { ROUTES } from '../protocol/routes.ts';
import type { Services } from '../services.ts';
import type { Session } from '../parties/sessions.ts';
import { answerJson, badRequest, toProtocolError } from './answer.ts';
import { bearerToken } from './bearer-token.ts';
import type { FrontDoor } from './front-door.ts';

/**
 * `POST /messages`: how the transports that ask over HTTP send. One message, or several in the order in which they are to
 * be appended – who must keep an order over HTTP has one request in flight, and sends together what came meanwhile.
 */
export function mountMessagesRoute({ parties: { sessions }, delivery, options }: Services, door: FrontDoor): void {
  const limit = maxPayloadBytes(options.maxBodyBytes);

  door.on('POST', ROUTES.messages, async (req, res) => {
    const token = bearerToken(req);
    sessions.authenticate(token);
    const body = await readJson(req, limit);
    // Again: while the body came the session may have ended, and its name be somebody else's.
    const session = sessions.authenticate(token);
    if (Array.isArray(body)) {
      const outcomes = await sendAll(session, acceptDrafts(body, badRequest));
      await receiversServed();
      answerJson(res, 200, outcomes);
    } else {
      const { receipt, repeated } = await delivery.send(session, acceptDraft(body, badRequest));
      await receiversServed();
      answerJson(res, repeated ? 200 : 201, receipt);
    }
  });

  async function sendAll(session: Session, drafts: readonly Draft[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let stop: ProtocolError | undefined;
    for (const draft of drafts) {
      try {
        if (stop !== undefined) throw stop;
        const { receipt } = await delivery.send(session, draft);
        outcomes.push({ receipt });
      } catch (failure) {
        const error = toProtocolError(failure);
        if (error.code === 'internal') throw failure;
        // What may be sent again must not be overtaken by what comes after it.
        if (ERRORS[error.code].retry) stop = error;
        outcomes.push({ error: error.toJSON() });
      }
    }
    return outcomes;
  }
}

/** Resolves when the receivers who waited have been answered: they are woken at the end of the turn, and more urgent. */
function receiversServed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
