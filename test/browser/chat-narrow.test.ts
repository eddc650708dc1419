import { expect, test } from '@jest/globals';
import { useBrowser } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { chatPhone } from './chat-phone.ts';

const browser = useBrowser();

test('where there is room for one phone, the other counts what is unread, and shows the last of it when it comes', async () => {
  const { url } = await startServerProcess();
  const page = await browser.open(`${url}/#chat&phone=two`, { viewport: { width: 390, height: 844 } });
  const [alice, bob] = [chatPhone(page, 'Phone A'), chatPhone(page, 'Phone B')];
  await page.getByRole('button', { name: /Alice.*Bob/ }).click();
  await alice.log.waitFor();
  for (let i = 1; i <= 12; i += 1) await alice.say(`line ${i}`);
  const toBob = page.getByRole('radio', { name: 'Phone B · bob (12)' });
  await expectToSee(toBob);
  await toBob.press('Space');
  const last = bob.log.getByText('line 12');
  await expectToSee(last);
  await eventually(async () => {
    const [log, line] = await Promise.all([bob.log.boundingBox(), last.boundingBox()]);
    expect(line!.y + line!.height).toBeLessThanOrEqual(log!.y + log!.height);
  });
  await expectToSee(page.getByRole('radio', { name: 'Phone B · bob', exact: true }));
});
