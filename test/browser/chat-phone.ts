import type { Locator, Page } from 'playwright-core';
import type { PageOptions, TestBrowser } from '../harness/browser.ts';

/** One phone of the chat, as somebody uses it who knows what is on it by its labels alone. */
export interface ChatPhone {
  readonly screen: Locator;
  /** What is said in the conversation that is open, messages and remarks. */
  readonly log: Locator;
  signIn(name: string): Promise<void>;
  use(transport: string): Promise<void>;
  /** Opens the talk with a person, group or toy that is in the list. */
  talkTo(name: string): Promise<void>;
  say(body: string): Promise<void>;
}

/** @param label What the phone is called on the page. */
export function chatPhone(page: Page, label = 'Phone A'): ChatPhone {
  const screen = page.getByRole('region', { name: label });
  const log = screen.getByRole('log');
  return {
    screen,
    log,
    async signIn(name) {
      await screen.getByLabel('Name').fill(name);
      await screen.getByRole('button', { name: 'Sign in' }).click();
      await screen.getByRole('button', { name: 'Sign out' }).waitFor();
    },
    async use(transport) {
      await screen.getByRole('radio', { name: transport }).press('Space');
    },
    async talkTo(name) {
      await screen.getByRole('listitem').filter({ hasText: name }).getByRole('button').first().click();
      await log.waitFor();
    },
    async say(body) {
      const field = screen.getByRole('textbox', { name: /^(Message to|发给) / });
      await field.fill(body);
      await field.press('Enter');
    },
  };
}

/** Opens the page with both phones on it, in the talk with each other. */
export async function startTalk(
  browser: TestBrowser,
  url: string,
  options: PageOptions = {},
): Promise<{ page: Page; alice: ChatPhone; bob: ChatPhone }> {
  const page = await browser.open(`${url}/#chat`, options);
  const [a, b] = options.locale === 'zh-CN' ? ['手机 A', '手机 B'] : ['Phone A', 'Phone B'];
  const [alice, bob] = [chatPhone(page, a), chatPhone(page, b)];
  await page.getByRole('button', { name: /Alice.*Bob/ }).click();
  await Promise.all([alice.log.waitFor(), bob.log.waitFor()]);
  return { page, alice, bob };
}
