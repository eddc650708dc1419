import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Appends 200,000 messages, 1000 to each of 200, in a process of its own; prints the heap that each took, and what it was counted for. */
const program = `
import { createMemoryMailboxes } from '${fileURLToPath(new URL('../../../dist/servers/mailbox/memory-mailboxes.js', import.meta.url))}';
const [bodyLength, senders] = process.argv.slice(1).map(Number);
const names = Array.from({ length: senders }, (_, i) => 'user:alice' + i);
const mailboxes = createMemoryMailboxes({ retention: { maxMessages: 1e6, maxBytes: 2 ** 40, maxTotalBytes: 2 ** 40 } });
for (let box = 0; box < 200; box += 1) await mailboxes.open('user:' + box);
global.gc();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < 200_000; i += 1) {
  // As they come off the wire: every text a string of its own.
  const { id, body } = JSON.parse(JSON.stringify({ id: '1234567890-' + i, body: 'x'.repeat(bodyLength) }));
  await mailboxes.append('user:' + (i % 200), { id, from: names[Math.floor(i / 200) % senders], body });
}
global.gc();
console.log(JSON.stringify({ taken: (process.memoryUsage().heapUsed - before) / 200_000, counted: mailboxes.held.bytes / 200_000 }));
`;

test.each([
  [16, 1],
  [1000, 1],
  [16, 1000],
])('M5 a message of %i characters counts for about the memory that it takes, with %i senders', async (...given) => {
  const args = ['--expose-gc', '--input-type=module', '--eval', program, ...given.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { taken, counted } = JSON.parse(stdout) as { taken: number; counted: number };
  expect(taken / counted).toBeGreaterThan(0.8);
  expect(taken / counted).toBeLessThan(1.2);
});
