import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_TEXT_BYTES } from '../../../bench/demo/wire/beginning.ts';
import { PhoneTap } from '../../../bench/demo/wire/phone-tap.ts';
import type { Direction } from '../../../bench/link/line-watcher.ts';
import type { Content, WireEvent } from '../../../clients/demo/wire/wire-event.ts';

/** What one side says, whole; when that is said everything before has arrived. */
type Said = readonly [direction: Direction, bytes: Buffer];

const said = (direction: Direction, text: string): Said => [direction, Buffer.from(text)];

/** A frame, as RFC 6455 has it. */
function frame(opcode: number, payload: Buffer | string, { final = true, mask }: { final?: boolean; mask?: number[] } = {}) {
  const body = Buffer.from(payload);
  const length = body.length;
  const long = Buffer.alloc(length > 65_535 ? 8 : length > 125 ? 2 : 0);
  if (long.length === 8) long.writeBigUInt64BE(BigInt(length));
  if (long.length === 2) long.writeUInt16BE(length);
  const short = long.length === 8 ? 127 : long.length === 2 ? 126 : length;
  const header = Buffer.concat([
    Buffer.from([(final ? 0x80 : 0) | opcode, (mask === undefined ? 0 : 0x80) | short]),
    long,
    Buffer.from(mask ?? []),
  ]);
  if (mask !== undefined) for (let i = 0; i < length; i += 1) body[i]! ^= mask[i % 4]!;
  return { bytes: Buffer.concat([header, body]), headerBytes: header.length, payloadBytes: length };
}

const closing = Buffer.concat([Buffer.from([0x03, 0xe8]), Buffer.from('bye')]);
const mask = [1, 200, 3, 77];
const token = 'Zm9vYmFyYmF6cXV4MTIzNA';

/** A connection on which a file is loaded, somebody signs in, asks in a pipeline, and goes over to frames. */
const TALK: readonly Said[] = [
  said('up', 'GET /phone.html HTTP/1.1\r\nHost: a\r\n\r\n'),
  said('down', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>'),
  said('up', 'POST /sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 35\r\n\r\n{"user":"ann","password":"mo\\"ther"}'),
  said('down', `HTTP/1.1 201 Created\r\nContent-Length: 46\r\n\r\n{"address":"user:ann","token":"${token}"}`.slice(0, -8) + `"}     `),
];

/** The events of a line over which all this goes, each part in pieces that end where `cut` says. */
function eventsOf(talk: readonly Said[], cut: (length: number) => number[] = () => []): WireEvent[] {
  const events: WireEvent[] = [];
  const line = new PhoneTap('ann', (event) => events.push(event)).watch();
  for (const [direction, bytes] of talk) {
    const ends = [...cut(bytes.length), bytes.length];
    let from = 0;
    for (const end of ends) {
      const part = bytes.subarray(from, end);
      line.entered(direction, part);
      line.left(direction, part.length);
      from = end;
    }
  }
  return events;
}
