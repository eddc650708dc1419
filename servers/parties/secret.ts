import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const KEY_BYTES = 32;

/** A password or key as the server keeps it: enough to know it again, not enough to say it. */
export interface KeptSecret {
  readonly salt: Buffer;
  readonly derived: Buffer;
}

/** Takes tens of milliseconds of another thread, so that trying many takes long. */
export async function keepSecret(secret: string): Promise<KeptSecret> {
  const salt = randomBytes(16);
  return { salt, derived: await derive(secret.normalize('NFC'), salt, KEY_BYTES) };
}

/** What no secret is, for where there is none to compare with: the answer must not come sooner for that. */
export const NOBODYS: KeptSecret = { salt: randomBytes(16), derived: randomBytes(KEY_BYTES) };

export async function isSecret({ salt, derived }: KeptSecret, secret: string): Promise<boolean> {
  return timingSafeEqual(await derive(secret.normalize('NFC'), salt, KEY_BYTES), derived);
}
