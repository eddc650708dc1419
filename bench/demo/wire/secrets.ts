import { TOKEN_SUBPROTOCOL_PREFIX } from '../../../servers/protocol/frame.ts';

/** Most tokens that are looked for: those of a phone's last sessions. */
const MOST_TOKENS = 8;

/** The server's are longer; a word that somebody calls a token is not to be hidden wherever it stands. */
const SHORTEST_TOKEN = 16;

/** What follows these in a head is nobody's business. Browsers send cookies of other servers on this machine along. */
const IN_HEADS = [
  /(^authorization:[ \t]*\S+[ \t]+)(\S+)/gim,
  new RegExp(`(^sec-websocket-protocol:.*?${TOKEN_SUBPROTOCOL_PREFIX.replace('.', String.raw`\.`)})([^\\s,]+)`, 'gim'),
  /(^(?:set-)?cookie:[ \t]*)(.+)/gim,
];

/** In JSON; within a text of it the quotes would be escaped. */
const IN_BODIES = [/("token"\s*:\s*")((?:[^"\\]|\\.)*)/g, /("(?:password|key)"\s*:\s*")((?:[^"\\]|\\.)*)/g];

/** Puts a `•` in the place of each character of what is secret. */
export class Secrets {
  /** Hidden wherever they may turn up: an error's message may well quote one. */
  readonly #tokens = new Set<string>();

  hideInHead(head: string): string {
    return this.#hide(head, IN_HEADS);
  }

  hideInBody(body: string): string {
    return this.#hide(body, IN_BODIES);
  }

  hideTokens(text: string): string {
    let hidden = text;
    for (const token of this.#tokens) hidden = hidden.replaceAll(token, dots(token));
    return hidden;
  }

  #hide(text: string, patterns: readonly RegExp[]): string {
    let hidden = text;
    for (const pattern of patterns) {
      hidden = hidden.replaceAll(pattern, (_, before: string, secret: string) => {
        this.#remember(secret);
        return before + dots(secret);
      });
    }
    return this.hideTokens(hidden);
  }

  #remember(secret: string): void {
    if (secret.length < SHORTEST_TOKEN || secret.startsWith('•')) return;
    this.#tokens.delete(secret);
    this.#tokens.add(secret);
    const [oldest] = this.#tokens;
    if (this.#tokens.size > MOST_TOKENS) this.#tokens.delete(oldest!);
  }
}

function dots(secret: string): string {
  return '•'.repeat(secret.length);
}
