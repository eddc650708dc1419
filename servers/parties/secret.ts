import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ProtocolError } from '../protocol/error-code.ts';

const scryptBuffer = promisify<string, Buffer, number, Buffer>(scrypt);
const KEY_BYTES = 32;
/** Derivations under way or waiting for a thread: a second's worth or two. */
const MAX_DERIVING = 64;
let deriving = 0;

/** A password or key as the server keeps it: enough to know it again, not enough to say it. */
export interface KeptSecret {
  readonly salt: Buffer;
  readonly derived: Buffer;
}

/**
 * Takes tens of milliseconds of another thread, so that trying many takes long.
 *
 * @throws {ProtocolError} `overloaded` where too many wait for that already; so does {@link isSecret}.
 */
export async function keepSecret(secret: string): Promise<KeptSecret> {
  const salt = randomBytes(16);
  return { salt, derived: await derive(secret, salt) };
}

/** What no secret is, for where there is none to compare with: the answer must not come sooner for that. */
export const NOBODYS: KeptSecret = { salt: randomBytes(16), derived: randomBytes(KEY_BYTES) };

export async function isSecret({ salt, derived }: KeptSecret, secret: string): Promise<boolean> {
  return timingSafeEqual(await derive(secret, salt), derived);
}

/** Whether two secrets are the same, in a time that tells nothing of where they differ; for one that is too long to be guessed. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((secret) => createHash('sha256').update(secret).digest());
  return timingSafeEqual(a!, b!);
}

async function derive(secret: string, salt: Buffer): Promise<Buffer> {
  if (deriving >= MAX_DERIVING)
    throw new ProtocolError('overloaded', 'Too many are signing in.', { retryAfterMs: 1000 });
  deriving += 1;
  try {
    return await scryptBuffer(secret.normalize('NFC'), salt, KEY_BYTES);
  } finally {
    deriving -= 1;
  }
}
