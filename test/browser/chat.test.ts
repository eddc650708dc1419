import { expect, test } from '@jest/globals';
import { useBrowser } from '../harness/browser.ts';
import { startDemoProcess, useDemo } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';
import { expectToSee } from '../harness/expect-to-see.ts';
import { startServerProcess } from '../harness/server-process.ts';
import { type ChatPhone, chatPhone, startTalk } from './chat-phone.ts';

const browser = useBrowser();
const demo = useDemo();

/** Opens the page with one phone on it, as on a device of somebody's own, and signs in. */
async function sitDown(name: string): Promise<ChatPhone> {
  const phone = chatPhone(await browser.open(`${demo.url}/#chat&phone=one`));
  await phone.signIn(name);
  return phone;
}

test.each([
  ['Short polling', 'ann', 'ben'],
  ['Long polling', 'anna', 'benno'],
  ['WebSocket', '小红', '小明'],
])('two pages talk over %s', async (transport, one, other) => {
  const [ann, ben] = await Promise.all([sitDown(one), sitDown(other)]);
  await ann.use(transport);
  await ben.use(transport);
  await ann.talkTo(other);
  await ben.talkTo(one);
  await ann.say('hello');
  await expectToSee(ben.log.getByText('hello'));
  await expectToSee(ann.log.getByRole('img', { name: `delivered to ${other}` }));
  await ben.say('hi, 小明');
  await expectToSee(ann.log.getByText('hi, 小明'));
});

test('a plain server has the chat too', async () => {
  const { url } = await startServerProcess();
  const { alice, bob } = await startTalk(browser, url);
  await alice.say('hello');
  await expectToSee(bob.log.getByText('hello'));
});

test.each([
  ['en-GB', 'bob is not online; stored, will be delivered', /it waits$/, 'delivered to bob'],
  ['zh-CN', '对方不在线：消息已存下，bob 上线后送达', /先等着$/, '已送达 bob'],
])('who is away is said to be, and gets it later (%s)', async (locale, notice, waits, delivered) => {
  const { url } = await startDemoProcess();
  const { alice, bob } = await startTalk(browser, url, { locale });
  await bob.screen.getByRole('button', { name: /^(Sign out|退出)$/ }).click();
  await expectToSee(alice.screen.getByText(/^(offline|不在线)/));
  await alice.say('are you there?');
  await expectToSee(alice.log.getByText(notice));
  await expectToSee(alice.log.getByRole('img', { name: waits }));
  await bob.screen.getByRole('button', { name: /^(Sign in|登录)$/ }).click();
  await expectToSee(alice.log.getByRole('img', { name: delivered }));
  await expectToSee(bob.log.getByText('are you there?'));
});

test('M10 all members of a group have the same before them', async () => {
  const { alice, bob } = await startTalk(browser, demo.url);
  const back = ({ screen }: ChatPhone) => screen.getByRole('button', { name: 'Back to the list' }).click();
  await back(alice);
  await alice.screen.getByRole('textbox', { name: 'New group' }).fill('chess');
  await alice.screen.getByRole('textbox', { name: 'New group' }).press('Enter');
  await expectToSee(alice.log);
  await back(bob);
  await bob.screen.getByRole('listitem').filter({ hasText: 'chess' }).getByRole('button', { name: 'Join' }).click();
  await expectToSee(bob.log);
  await alice.say('e4');
  await expectToSee(bob.log.getByText('e4'));
  await bob.say('e5');
  await expectToSee(alice.log.getByText('e5'));
  const said = async ({ log }: ChatPhone) => (await log.getByText(/^e\d$/).allTextContents()).join(' ');
  expect([await said(alice), await said(bob)]).toEqual(['e4 e5', 'e4 e5']);
});

test('an app talks with its toy', async () => {
  const { url } = await startServerProcess();
  const { alice, bob } = await startTalk(browser, url);
  await alice.screen.getByRole('button', { name: 'Back to the list' }).click();
  await alice.screen.getByRole('textbox', { name: 'New toy' }).fill('bear');
  await alice.screen.getByRole('textbox', { name: 'New toy' }).press('Enter');
  await alice.screen.getByRole('button', { name: 'Let Phone B be bear' }).click();
  await alice.say('sing!');
  await expectToSee(bob.log.getByText('sing!'));
  await bob.screen.getByRole('button', { name: '♪ la la la' }).click();
  await expectToSee(alice.log.getByText('♪ la la la'));
});

test('C2 the transport is changed in mid-talk, and nothing is lost, shown twice or out of order', async () => {
  const { url } = await startServerProcess();
  const { alice, bob } = await startTalk(browser, url);
  const sent: string[] = [];
  for (const transport of ['Long polling', 'Short polling', 'WebSocket', 'Long polling', 'WebSocket']) {
    for (let i = 0; i < 5; i += 1) {
      sent.push(`message ${sent.length}`);
      await alice.say(sent.at(-1)!);
    }
    await bob.use(transport);
    await alice.use(transport);
  }
  const got = bob.log.getByText(/^message \d+$/);
  await eventually(async () => expect(await got.allTextContents()).toEqual(sent), 10_000);
});

const MARKUP = [
  '<img src=x onerror="document.title=1">',
  '<script>document.title = 1</script>',
  '"><svg onload=document.title=1>',
  'javascript:document.title=1',
  '&lt;b&gt; &amp; \u202E\u0000',
];

test('X6 markup in a message is text', async () => {
  const { url } = await startServerProcess();
  const { page, alice, bob } = await startTalk(browser, url);
  for (const body of MARKUP) {
    await alice.say(body);
    for (const { log } of [alice, bob]) await expectToSee(log.getByText(body, { exact: true }));
  }
  expect(await page.title()).toBe('transport-lab');
});

test('X6 nobody is called by markup', async () => {
  const { screen } = chatPhone(await browser.open(`${demo.url}/#chat&phone=one`));
  for (const name of MARKUP) {
    await screen.getByLabel('Name').fill(name);
    await expectToSee(screen.getByText('Letters and digits of any script'));
    expect(await screen.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
  }
});
