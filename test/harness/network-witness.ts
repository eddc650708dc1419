import type { Page } from 'playwright-core';

/** One request with its answer, as the browser's own tools report them. */
export interface WitnessedExchange {
  readonly method: string;
  readonly path: string;
  /** `Name: value`, in no order. */
  readonly headers: readonly string[];
  readonly body: string;
  /** All of the answer up to the empty line that ends its headers; and the rest. */
  readonly answerHead: string;
  readonly answerBody: string;
}

export interface WitnessedFrame {
  readonly opcode: number;
  readonly mask: boolean;
  readonly payloadData: string;
}

/** What the browser saw itself send and receive, so that what a page says of the wire can be held against it. */
export interface NetworkWitness {
  /** The exchanges whose requests have this in their bodies; they are over. */
  exchangesWith(text: string): Promise<WitnessedExchange[]>;
  /** The frames with this in their payload, but for what the lab itself tells the page of the wire. */
  framesWith(text: string): { sent: WitnessedFrame[]; received: WitnessedFrame[] };
}

/** Watches all that a page and its frames send and receive from now on. */
export async function witnessNetwork(page: Page): Promise<NetworkWitness> {
  const session = await page.context().newCDPSession(page);
  const requests = new Map<string, { method: string; url: string; postData?: string }>();
  const requestHeaders = new Map<string, Record<string, string>>();
  const answerHeads = new Map<string, string>();
  const sent: WitnessedFrame[] = [];
  const received: WitnessedFrame[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, request));
  session.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => requestHeaders.set(requestId, headers));
  session.on('Network.responseReceivedExtraInfo', ({ requestId, headersText }) =>
    answerHeads.set(requestId, headersText!),
  );
  session.on('Network.webSocketFrameSent', ({ response }) => sent.push(response));
  session.on('Network.webSocketFrameReceived', ({ response }) => received.push(response));
  await session.send('Network.enable');
  return {
    async exchangesWith(text) {
      const found = [...requests].filter(([, { postData }]) => postData?.includes(text) === true);
      return Promise.all(
        found.map(async ([requestId, { method, url, postData }]) => {
          const { body: answerBody } = await session.send('Network.getResponseBody', { requestId });
          const { pathname, search } = new URL(url);
          const headers = Object.entries(requestHeaders.get(requestId)!).map(([name, value]) => `${name}: ${value}`);
          const answerHead = answerHeads.get(requestId)!.trimEnd();
          return { method, path: pathname + search, headers, body: postData!, answerHead, answerBody };
        }),
      );
    },
    framesWith(text) {
      const isIt = ({ payloadData }: WitnessedFrame): boolean =>
        payloadData.includes(text) && !payloadData.startsWith('{"type":"wire"');
      return { sent: sent.filter(isIt), received: received.filter(isIt) };
    },
  };
}
