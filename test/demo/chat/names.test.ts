import { expect, test } from '@jest/globals';
import { initials, nameIn, namesLike } from '../../../clients/demo/chat/names.ts';

test.each([
  ['alice', ['alice', 'alice2', 'alice3']],
  ['alice2', ['alice2', 'alice3', 'alice4']],
  ['小明', ['小明', '小明2', '小明3']],
])('after %s come names like it', (name, expected) => {
  const names = namesLike(name);
  expect(expected.map(() => names.next().value)).toEqual(expected);
});

test.each([
  ['alice', 'AL'],
  ['alice2', 'A2'],
  ['小明', '明'],
  ['b', 'B'],
])('the initials of %s are %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test.each([
  ['user:alice', 'alice'],
  ['group:chess', 'chess'],
  ['system', 'system'],
])('the name in %s is %s', (address, expected) => {
  expect(nameIn(address)).toBe(expected);
});
