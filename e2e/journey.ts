import AxeBuilder from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** Every test fails on an error in the console or an exception on the page. */
export const test = base.extend<{ readonly consoleIsClean: undefined }>({
  consoleIsClean: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The ids of the parts that the drawn path visits, in order. */
export async function drawnPath(page: Page): Promise<readonly string[]> {
  const hops = await page.getByTestId('path').getAttribute('data-hops');
  return (hops ?? '').split(' ');
}

/** Opens the program without its introduction, so that time stands still. */
export async function openQuietly(page: Page, fragment = ''): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/${fragment}`);
  await expect(page.getByTestId('path')).toBeVisible();
}

/** Runs a command by its words. */
export async function runByName(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run' }).fill(words);
  await page.keyboard.press('Enter');
}

/** Fails on what axe finds on the page; axe looks at every element, which takes long on a busy machine. */
export async function expectAccessible(page: Page): Promise<void> {
  test.slow();
  const builder = new AxeBuilder({ page }).options({
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] },
    // What axe finds in order is not sent over: it names every element of the page.
    resultTypes: ['violations'],
  });
  const { violations } = await builder.analyze();
  expect(
    violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => node.html.slice(0, 200)),
    })),
  ).toEqual([]);
}
