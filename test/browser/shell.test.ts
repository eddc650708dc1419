import { expect, test } from '@jest/globals';
import { useBrowser } from '../harness/browser.ts';
import { useDemo } from '../harness/demo.ts';
import { eventually } from '../harness/eventually.ts';

const browser = useBrowser();
const demo = useDemo();

test('it speaks the language of the browser, and the one that is chosen from then on', async () => {
  const page = await browser.open(demo.url, { locale: 'zh-CN' });
  const language = (): Promise<unknown> => page.evaluate('document.documentElement.lang');
  expect(await language()).toBe('zh-CN');
  await page.getByRole('link', { name: '聊天' }).click();
  await page.getByRole('combobox', { name: '语言' }).selectOption('English');
  await page.getByRole('link', { name: 'Chat' }).waitFor();
  expect(await language()).toBe('en');
  await page.reload();
  await page.getByRole('link', { name: 'Chat' }).waitFor();
  expect(await language()).toBe('en');
});

test('it has the colours of the system, or those that are chosen from then on', async () => {
  const page = await browser.open(demo.url, { colorScheme: 'dark' });
  const scheme = (): Promise<unknown> => page.evaluate('getComputedStyle(document.documentElement).colorScheme');
  const colours = page.getByRole('combobox', { name: 'Colours' });
  await colours.waitFor();
  expect(await scheme()).toBe('dark');
  await colours.selectOption('light');
  expect(await scheme()).toBe('light');
  await colours.selectOption('projector');
  await page.reload();
  await colours.waitFor();
  expect([await scheme(), await colours.inputValue()]).toEqual(['light', 'projector']);
});

test('X6 what is slipped into the page does not run, and nothing is asked of another host', async () => {
  const provoked = [/Content Security Policy/, /^another host: http:\/\/example.invalid/, /^request: csp /];
  const page = await browser.open(demo.url, { expected: provoked });
  await page.evaluate(`{
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
    const add = (name, settings) => document.body.append(Object.assign(document.createElement(name), settings));
    add('script', { textContent: 'window.ran = true' });
    add('script', { src: 'data:text/javascript,window.ran = true' });
    add('div', { innerHTML: '<img src="data:," onerror="window.ran = true">' });
    add('iframe', { src: 'http://example.invalid/' });
    add('img', { src: 'http://example.invalid/' });
    void fetch('http://example.invalid/').catch(() => {});
  }`);
  const refused = ['connect-src', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem', 'script-src-elem'];
  await eventually(async () => expect(await page.evaluate('refused.toSorted()')).toEqual(refused));
  expect(await page.evaluate('window.ran')).toBe(undefined);
});
