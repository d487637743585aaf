import type { Page } from '@playwright/test';
import { expect, test } from './journey.ts';

/** Visible texts of the page that hold no word of the catalogue (`⟦…⟧` in the pseudo language). */
async function strangers(page: Page, selector: string): Promise<readonly string[]> {
  return page.locator(selector).evaluateAll((elements) => {
    const found = new Set<string>();
    for (const element of elements) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = (node.textContent ?? '').trim();
        const parent = node.parentElement;
        const isShown = parent?.checkVisibility({ visibilityProperty: true }) === true;
        const isData = parent?.closest('code, kbd, output, [data-part], [data-data]') !== null;
        if (isShown && !isData && /[a-z]{3}/.test(text) && !text.includes('⟦')) found.add(text);
      }
    }
    return [...found];
  });
}

/** Names from the document, numbers with units, terms of the specification. */
const DATA =
  /^(⟦|spec$|kernel$|measured$|assumption$|x\d+ Gen|[\d.,]+ |#\d+|NIC|GPU|SW|DSP|USP|RP\d|CPU|DDR|SMMU|TBU|NVMe|React Flow|Redirected by RR|PCIe Base|drivers\/|pci [0-9a-f]{4}:)/;

test('every word of the window comes from the catalogue', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?lang=pseudo');
  await expect(page.getByTestId('path')).toBeVisible();
  for (const tab of [
    'Explain',
    'Inspect',
    'Query',
    'Timeline',
    'Log',
    'Addresses',
    'Bytes',
    'Matrix',
  ]) {
    await page.getByRole('tab', { name: `⟦${tab}⟧` }).click();
    await expect
      .poll(async () => (await strangers(page, '#root')).filter((text) => !DATA.test(text)), {
        message: tab,
      })
      .toEqual([]);
  }
});
