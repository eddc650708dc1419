import { parseAddress } from '../../../servers/protocol/address.ts';

/** The name in an address; of what is none, such as `system`, the whole. */
export function nameIn(address: string): string {
  return parseAddress(address) === null ? address : address.slice(address.indexOf(':') + 1);
}

/** `alice`, `alice2`, `alice3`, …: names to try where somebody has the one before. */
export function* namesLike(name: string): Generator<string, void, void> {
  const stem = name.replace(/\d+$/, '');
  yield name;
  for (let n = Math.max(2, Number(name.slice(stem.length)) + 1); ; n += 1) yield `${stem}${n}`;
}

/** One or two letters that stand for a name: `AL` of `alice`, `AL2` of `alice2`, `明` of `小明`. */
export function initials(name: string): string {
  const letters = Array.from(name);
  const number = /\d{1,2}$/.exec(name)?.[0] ?? '';
  if (/\p{Script=Han}/u.test(name)) return letters.findLast((letter) => /\p{Script=Han}/u.test(letter)) ?? '';
  return (
    letters
      .slice(0, number === '' ? 2 : 1)
      .join('')
      .toLocaleUpperCase() + number
  );
}
