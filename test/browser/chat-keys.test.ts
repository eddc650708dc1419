import { expect, test } from '@jest/globals';
import { useBrowser } from '../harness/browser.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { startTalk } from './chat-phone.ts';

const browser = useBrowser();

test('Enter sends; Shift and Enter begins a line, and Enter that an input method takes sends nothing', async () => {
  const { url } = await startServerProcess();
  const { page, alice, bob } = await startTalk(browser, url);
  const field = alice.screen.getByRole('textbox');
  await field.pressSequentially('one');
  await field.press('Shift+Enter');
  await field.pressSequentially('two');
  await field.press('Enter');
  await expectToSee(bob.log.getByText('one\ntwo', { exact: true }));
  expect(await field.inputValue()).toBe('');

  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
  await field.press('Enter');
  await devtools.send('Input.insertText', { text: '你' });
  await field.press('Enter');
  await expectToSee(bob.log.getByText('你', { exact: true }));
  expect(await alice.log.getByRole('img', { name: /^(delivered|stored|on its way)/ }).count()).toBe(2);
});

test('a talk is reached and left by the keyboard alone, which then goes on from the list', async () => {
  const { url } = await startServerProcess();
  const { page, alice } = await startTalk(browser, url);
  await alice.screen.getByRole('button', { name: 'Back to the list' }).press('Enter');
  const bob = alice.screen.getByRole('listitem').filter({ hasText: 'bob' }).getByRole('button');
  await expectToSee(bob.and(page.locator(':focus')));
  await page.keyboard.press('Enter');
  await expectToSee(alice.screen.getByRole('textbox').and(page.locator(':focus')));
});
