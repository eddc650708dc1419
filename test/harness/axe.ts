import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What keeps people from using a page, as axe-core finds it: a line for each place where something of serious or critical
 * impact is wrong.
 */
export async function barriers(page: Page): Promise<string[]> {
  // Put in by the browser's own tools: to the page's policy it would be somebody else's script.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ iframes: false, resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} – ${failureSummary}`));
}
