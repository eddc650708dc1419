import type { JSX } from 'preact';
import { initials, nameIn } from './names.ts';

const SHADES = 6;

/** Somebody's initials on a colour of theirs; groups are square, toys have a notch. For the eye alone. */
export function Avatar({ address }: { address: string }): JSX.Element {
  const [kind] = address.split(':');
  let shade = 0;
  for (const letter of address) shade = (shade * 31 + letter.codePointAt(0)!) % 9973;
  return (
    <span class="chat-avatar" data-kind={kind} data-shade={shade % SHADES} aria-hidden="true">
      {initials(nameIn(address))}
    </span>
  );
}
