/** Who sends or receives: a person, a toy, or a group of persons. */
export const PARTY_KINDS = ['user', 'toy', 'group'] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** A checked address, `kind:NAME`, such as `user:alice`. Made by {@link parseAddress} and {@link addressOf} alone. */
export type Address = string & { readonly brand: 'Address' };

/** Longest name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 32;

// Letters and digits of any script, so that 小明 may sign in; no spaces, controls or colons, so that an address has one reading.
// Nothing that is not seen and no pile of marks either: two names that look the same would pass for one.
const NAME = /^(?!.*\p{Default_Ignorable_Code_Point})(?!.*\p{M}{5})[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*$/u;

/**
 * Whether `text` may be a party's name: 1 to {@link MAX_NAME_LENGTH} letters, digits, `_`, `.`, `-`, in Unicode normal form
 * C, none of them invisible, with at most four combining marks in a row.
 */
export function isName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && NAME.test(text) && text.normalize('NFC') === text;
}

/** The address of the party `name`, or null where that is no name. */
export function addressOf(kind: PartyKind, name: string): Address | null {
  return isName(name) ? (`${kind}:${name}` as Address) : null;
}

/** Reads `kind:NAME`; null where it is anything else. */
export function parseAddress(text: string): Address | null {
  const colon = text.indexOf(':');
  const kind = PARTY_KINDS.find((known) => known === text.slice(0, colon));
  return kind === undefined ? null : addressOf(kind, text.slice(colon + 1));
}
