import { StringDecoder } from 'node:string_decoder';
import type { FrameContent } from '../../../clients/demo/wire/wire-event.ts';
import type { Bytes } from '../../../servers/protocol/units.ts';
import { Beginning } from './beginning.ts';

/** The parts of RFC 6455, section 5.2, that are looked at. */
const FINAL = 0x80;
const OPCODE = 0x0f;
const MASKED = 0x80;
const LENGTH = 0x7f;
const OPCODES = { continuation: 0, binary: 2, close: 8 } as const;
/** From here on they are of control frames, which may come between the frames of one message. */
const FIRST_CONTROL_OPCODE = 8;

/** A frame whose header is read. */
interface Begun {
  readonly first: number;
  readonly mask: Buffer | undefined;
  readonly headerBytes: Bytes;
  readonly payloadBytes: Bytes;
  /** Of the payload, so far. */
  read: Bytes;
}

/** Reads the WebSocket frames that one side of a connection sends, however the bytes come in. */
export class FrameReader {
  readonly #told: (frame: FrameContent, end: Bytes) => void;
  readonly #header = Buffer.alloc(14);
  readonly #payload = new Beginning();
  /** Of the message that is coming: a character may begin in one frame and end in the next. */
  #text = new StringDecoder();
  #isBinary = false;
  #headerRead = 0;
  #begun: Begun | undefined;
  #count: Bytes;

  /**
   * @param told Called with each frame when its last byte was read; `end` is how many bytes of this side's were over then.
   * @param before How many bytes came before the first frame.
   */
  constructor(told: (frame: FrameContent, end: Bytes) => void, before: Bytes) {
    this.#told = told;
    this.#count = before;
  }

  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const begun = this.#begun;
      if (begun === undefined) {
        this.#readHeader(bytes[at]!);
        at += 1;
        this.#count += 1;
      } else {
        const part = bytes.subarray(at, at + begun.payloadBytes - begun.read);
        this.#payload.add(unmasked(part, begun));
        begun.read += part.length;
        at += part.length;
        this.#count += part.length;
      }
      if (this.#begun !== undefined && this.#begun.read === this.#begun.payloadBytes) this.#end(this.#begun);
    }
  }

  #readHeader(byte: number): void {
    const header = this.#header;
    header[this.#headerRead] = byte;
    this.#headerRead += 1;
    if (this.#headerRead < 2) return;
    const short = header[1]! & LENGTH;
    const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
    const isMasked = (header[1]! & MASKED) !== 0;
    const headerBytes = 2 + lengthBytes + (isMasked ? 4 : 0);
    if (this.#headerRead < headerBytes) return;
    this.#begun = {
      first: header[0]!,
      mask: isMasked ? Buffer.from(header.subarray(2 + lengthBytes, headerBytes)) : undefined,
      headerBytes,
      payloadBytes:
        lengthBytes === 8 ? Number(header.readBigUInt64BE(2)) : lengthBytes === 2 ? header.readUInt16BE(2) : short,
      read: 0,
    };
    this.#headerRead = 0;
  }

  #end({ first, mask, headerBytes, payloadBytes }: Begun): void {
    this.#begun = undefined;
    const opcode = first & OPCODE;
    const final = (first & FINAL) !== 0;
    const text = this.#textOf(opcode, final, this.#payload.take());
    this.#told(
      { kind: 'frame', opcode, final, masked: mask !== undefined, text, headerBytes, payloadBytes },
      this.#count,
    );
  }

  #textOf(opcode: number, final: boolean, payload: Buffer): string {
    if (opcode === OPCODES.close) {
      return payload.length < 2 ? '' : `${payload.readUInt16BE()} ${payload.toString('utf8', 2)}`.trimEnd();
    }
    if (opcode >= FIRST_CONTROL_OPCODE) return payload.toString();
    if (opcode !== OPCODES.continuation) this.#isBinary = opcode === OPCODES.binary;
    if (this.#isBinary) return payload.toString('hex');
    return final ? this.#text.end(payload) : this.#text.write(payload);
  }
}

function unmasked(part: Buffer, { mask, read }: Begun): Buffer {
  return mask === undefined ? part : (part.map((byte, i) => byte ^ mask[(read + i) % 4]!) as Buffer);
}
