import type { Phone } from './phone.ts';
export function createLocalPhone(name: string, url: string): Phone {
  throw new Error(name + url);
}
