import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { expectToSee } from '../harness/expect-to-see.ts';

const browser = useBrowser();

/** A phone's screen; and what a page says while the server is away, which is expected where it is sent away. */
const PHONE = { viewport: { width: 390, height: 844 } } as const;
const AWAY = [
  /ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|ERR_CONNECTION_REFUSED/,
  /status of (401|503)/,
  /WebSocket connection/,
];

async function beginClass() {
  const { url, stdout } = await startDemoProcess('--class', '127.0.0.2');
  const classUrl = /http:\/\/127\.0\.0\.2:\d+/.exec(stdout())![0];
  const teacher = await browser.open(`${url}/#class`, { expected: AWAY });
  await expectToSee(teacher.getByRole('img', { name: `QR code of ${classUrl}` }));
  return { classUrl, teacher };
}

async function join(classUrl: string, name: string): Promise<Page> {
  const page = await browser.open(classUrl, { ...PHONE, expected: AWAY });
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'class' }).waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to / });
  await field.fill(text);
  await field.press('Enter');
}

test('students join by name and hear each other; the teacher sees them, freezes them and lets them go on', async () => {
  const { classUrl, teacher } = await beginClass();
  const ann = await join(classUrl, 'ann');
  const ben = await join(classUrl, 'ben');
  await expectToSee(teacher.getByRole('heading', { name: '2 of 2 here' }));
  await say(ann, '<b>hello</b> class');
  await expectToSee(ben.getByRole('log').getByText('<b>hello</b> class'));
  await expectToSee(teacher.getByRole('row', { name: /^ann .*<b>hello<\/b> class/ }));

  await teacher.getByRole('button', { name: 'Freeze all pages' }).click();
  await expectToSee(ben.getByRole('alert').getByText('Look to the front'));
  expect(await ben.locator('[inert]').getByRole('textbox').count()).toBe(1);
  await teacher.getByRole('button', { name: 'Let them go on' }).click();
  await say(ben, 'back again');
  await expectToSee(ann.getByRole('log').getByText('back again'));

  await teacher.getByRole('combobox', { name: 'Everybody uses' }).selectOption('short polling');
  await expectToSee(ann.getByText('Your teacher has chosen short polling for everybody.'));
  await expectToSee(ann.getByRole('radio', { name: 'Short polling', checked: true }));
});

test('a student is shown no faults, no lab and no other part of the page', async () => {
  const { classUrl } = await beginClass();
  const ann = await join(classUrl, 'ann');
  expect(await ann.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('link').allTextContents()).toEqual([
    'Class',
  ]);
  expect(await ann.getByRole('button', { name: /plug|restart|freeze/i }).count()).toBe(0);
  await ann.goto(`${classUrl}/#breaking`);
  expect(await ann.getByRole('button', { name: /plug|restart|freeze/i }).count()).toBe(0);
});

test('after the server has forgotten everything, the class is there again by itself', async () => {
  const { classUrl, teacher } = await beginClass();
  const ann = await join(classUrl, 'ann');
  await teacher.getByRole('button', { name: 'Restart it without its memory' }).click();
  await expectToSee(ann.getByText('the server has lost its memory'));
  await expectToSee(teacher.getByRole('heading', { name: '1 of 1 here' }));
  await say(ann, 'here I am');
  await expectToSee(teacher.getByRole('row', { name: /^ann .*here I am/ }));
}, 30_000);
