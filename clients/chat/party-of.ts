import { InvalidArgumentError } from 'commander';
import { addressOf, parseAddress } from '../../servers/protocol/address.ts';

/** The address that somebody means who types `ben`, a person, or `toy:bear`. */
export function partyOf(text: string): string {
  const address = parseAddress(text) ?? addressOf('user', text.normalize('NFC'));
  if (address === null) throw new InvalidArgumentError('Give a name such as ben, or an address such as toy:bear.');
  return address;
}
