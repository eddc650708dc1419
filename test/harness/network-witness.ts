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
  /** The exchange whose request has this in its body; there is one. */
  exchangeWith(text: string): Promise<WitnessedExchange>;
  /** The frames with this in their payload. */
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
    async exchangeWith(text) {
      const found = [...requests].filter(([, { postData }]) => postData?.includes(text));
      if (found.length !== 1) throw new Error(`${found.length} requests with ${text}`);
      const [requestId, { method, url, postData }] = found[0]!;
      const { body } = await session.send('Network.getResponseBody', { requestId });
      const { pathname, search } = new URL(url);
      return {
        method,
        path: pathname + search,
        headers: Object.entries(requestHeaders.get(requestId)!).map(([name, value]) => `${name}: ${value}`),
        body: postData!,
        answerHead: answerHeads.get(requestId)!.trimEnd(),
        answerBody: body,
      };
    },
    framesWith(text) {
      const isIt = ({ payloadData }: WitnessedFrame): boolean => payloadData.includes(text);
      return { sent: sent.filter(isIt), received: received.filter(isIt) };
    },
  };
}
