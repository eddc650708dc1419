import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { callWith } from '../../bench/environment.ts';

test('a shell reads the command of a run as it was given', () => {
  const args = [
    'check',
    '--base-command',
    "node 'a b.js' --port 0",
    '--rate=2/s',
    'x,y',
    '',
    '$HOME',
    '*',
    'a"b\nc',
    '~',
  ];
  const command = callWith(args);
  expect(command).toMatch(/^transport-lab check --base-command '/);
  const said = execFileSync('sh', ['-c', command.replace(/^transport-lab/, String.raw`printf '%s\0'`)], {
    encoding: 'utf8',
  });
  expect(said.split('\0').slice(0, -1)).toEqual(args);
});
