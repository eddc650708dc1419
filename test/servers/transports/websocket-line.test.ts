import { expect, test } from '@jest/globals';
import { startLab } from '../../harness/lab.ts';
import { signIn } from '../../protocol/peer.ts';

test('what comes in one turn goes out in one page, and its receipts behind that', async () => {
  const lab = await startLab();
  const bob = await signIn(lab.url);
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  const ids = Array.from({ length: 10 }, (_, i) => String(i));
  // All in one segment, so that the server reads them at once.
  talk.socket.cork();
  for (const id of ids) talk.send({ type: 'publish', id, to: bob.address, body: '' });
  talk.socket.uncork();
  const frames: unknown[] = await talk.frames.takeMany(11);
  expect(frames[0]).toMatchObject({ type: 'page', messages: ids.map((id) => ({ id })) });
  expect(frames.slice(1)).toMatchObject(ids.map((id) => ({ type: 'receipt', id })));
});
