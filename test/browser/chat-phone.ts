import type { Locator, Page } from 'playwright-core';

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
