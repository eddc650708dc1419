import type { ClassTraffic } from '../../clients/demo/lab/lab-frames.ts';
import type { WireEvent } from '../../clients/demo/wire/wire-event.ts';
import type { Bytes } from '../../servers/protocol/units.ts';
import { unixTime } from './unix-time.ts';

/**
 * Counts what goes over the line of a class. The pieces themselves go no further: what sixty people do would be more than a
 * page can read, and what they write to each other is theirs.
 */
export class ClassMeter {
  #requests = 0;
  #frames = 0;
  #bytes: Bytes = 0;
  #connections = 0;
  #isChanged = false;

  take(event: WireEvent): void {
    this.#isChanged = true;
    if (event.kind === 'opened') this.#connections += 1;
    if (event.kind === 'closed') this.#connections -= 1;
    if (event.kind !== 'sent') return;
    const { content } = event;
    if (content.kind === 'request') this.#requests += 1;
    if (content.kind === 'frame') this.#frames += 1;
    this.#bytes +=
      content.kind === 'frame' ? content.headerBytes + content.payloadBytes : content.headBytes + content.bodyBytes;
  }

  /** What has gone over it since this was asked last; null where nothing has. */
  tell(): ClassTraffic | null {
    if (!this.#isChanged) return null;
    const told = {
      at: unixTime(),
      requests: this.#requests,
      frames: this.#frames,
      bytes: this.#bytes,
      connections: this.#connections,
    };
    this.#isChanged = false;
    this.#requests = this.#frames = this.#bytes = 0;
    return told;
  }
}
