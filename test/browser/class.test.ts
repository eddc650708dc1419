import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { barriers } from '../harness/axe.ts';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { type ChatPhone, chatPhone } from './chat-phone.ts';

const browser = useBrowser();

/** Another address of this machine, as a network's would be. */
const CLASS_HOST = '127.0.0.2';

/** Opens the page as one of the class does, on a phone. */
async function join(url: string, name: string): Promise<ChatPhone> {
  const page = await browser.open(url, { viewport: { width: 390, height: 800 }, hasTouch: true });
  const phone = chatPhone(page, 'Class');
  await phone.signIn(name);
  await phone.log.waitFor();
  return phone;
}

function field(screen: Locator): Locator {
  return screen.getByRole('textbox', { name: /^Message to / });
}

test('a class joins by name; its teacher sees all of it, chooses for it and freezes it', async () => {
  const demo = await startDemoProcess('--class', CLASS_HOST);
  const teacher = await browser.open(`${demo.url}/#class`);
  const [url] = /http:\/\/127\.0\.0\.2:\d+/.exec(demo.stdout())!;
  await expectToSee(teacher.getByRole('img', { name: `QR code of ${url}` }));
  await expectToSee(teacher.getByText('Nobody has joined yet.'));

  const students = [await join(url, '小红'), await join(url, 'ben')] as const;
  await students[0].say('hello');
  await expectToSee(students[1].log.getByText('hello'));
  await expectToSee(teacher.getByRole('heading', { name: '2 of 2 here' }));
  await expectToSee(teacher.getByRole('row', { name: /^小红 line open WebSocket 1 hello \d+ ms$/ }));

  await teacher.getByLabel('Everybody uses').selectOption('long polling');
  for (const { screen } of students) {
    const longPolling = screen.getByRole('radio', { name: 'long polling' });
    await eventually(async () => expect(await longPolling.isChecked()).toBe(true));
  }

  await teacher.getByRole('button', { name: 'Freeze all pages' }).click();
  for (const { screen } of students) {
    await expectToSee(screen.getByRole('alert').getByText('Look to the front'));
    await field(screen).focus();
    expect(await field(screen).and(screen.page().locator(':focus')).count()).toBe(0);
  }
  await teacher.getByRole('button', { name: 'Let them go on' }).click();
  for (const { screen } of students) await screen.getByRole('alert').waitFor({ state: 'hidden' });
  await students[1].say('back again');
  await expectToSee(students[0].log.getByText('back again'));
  expect(await barriers(teacher)).toEqual([]);
  expect(await barriers(students[0].screen.page())).toEqual([]);
});

test('X7 what breaks things is in the hands of this machine alone', async () => {
  const demo = await startDemoProcess('--class', CLASS_HOST);
  const [url] = /http:\/\/127\.0\.0\.2:\d+/.exec(demo.stdout())!;
  const page = await browser.open(url, { expected: [/^console: Connecting to 'ws:.* Content Security Policy/] });
  await page.getByRole('region', { name: 'Class' }).waitFor();
  expect(await page.getByRole('link').allTextContents()).not.toContain('Break it');
  expect(await page.getByRole('button', { name: /plug|restart|freeze/i }).count()).toBe(0);
  // Not even who knows where the controls are is let in.
  const opened = await page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket(${JSON.stringify(demo.controls)});
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
  }).catch(() => false)`);
  expect(opened).toBe(false);
});
