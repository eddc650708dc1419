import type { Message } from '../../servers/protocol/message.ts';

/** As many as one sender may have on the way without an answer. */
const MAX_REMEMBERED = 1000;

/**
 * What was handled lately, known again by sender, address and id, for where seqs can't tell: a server that has lost its
 * memory counts anew, and a message whose receipt was lost with it is sent once more and is new to it. What the server
 * itself says is never sent again, and its ids begin anew.
 *
 * For each message all it does is keep a string; the set to look in is made when it is needed.
 */
export class LatelyHandled {
  readonly #keys: string[] = [];
  #next = 0;
  #set: ReadonlySet<string> | undefined;

  add(message: Message): void {
    if (message.notice !== undefined) return;
    this.#keys[this.#next] = keyOf(message);
    this.#next = (this.#next + 1) % MAX_REMEMBERED;
  }

  /** From now on, seqs can't tell what was handled before. */
  seqsBeginAnew(): void {
    if (this.#keys.length > 0) this.#set = new Set(this.#keys);
  }

  /** Whether a message was handled before seqs began anew. */
  has(message: Message): boolean {
    return this.#set !== undefined && message.notice === undefined && this.#set.has(keyOf(message));
  }
}

// A line break is in none of them.
function keyOf({ from, to, id }: Message): string {
  return to === undefined ? `${from}\n${id}` : `${from}\n${to}\n${id}`;
}
