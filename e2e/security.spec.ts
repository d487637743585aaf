import type { Page } from '@playwright/test';
import { newScenario } from '../src/core/scenario/defaults.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { expect, openQuietly, runByName, test } from './journey.ts';

/** Runs as code wherever it is taken for markup, and says so. */
const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const IN_XML = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const LSPCI = `00:00.0 Host bridge [0600]: ${HOSTILE} [8086:09a2]
00:01.0 PCI bridge [0604]: ${HOSTILE} [8086:352a]
\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0
01:00.0 3D controller [0302]: ${HOSTILE} [10de:2330]
\tSubsystem: ${HOSTILE}
\tKernel driver in use: ${HOSTILE}
\tRegion 0: Memory at 90000000 (32-bit, non-prefetchable) [size=16M]
${HOSTILE}
`;

const INPUTS: readonly (readonly [format: string, text: string])[] = [
  ['lspci', LSPCI],
  ['tree', `-[0000:00]-+-00.0  ${HOSTILE}\n           \\-01.0-[01]----00.0  ${HOSTILE}\n`],
  [
    'hexdump',
    `01:00.0 ${HOSTILE}\n00: de 10 30 23 06 00 10 00 a1 00 02 03 00 00 00 00\n10: 00 00 00 90 00 00 00 00 00 00 00 00 00 00 00 00\n`,
  ],
  [
    'hwloc',
    `<topology version="2.0"><object type="Machine"><info name="PCIVendor" value="${IN_XML}"/><object type="Bridge" bridge_type="0-1" bridge_pci="0000:[00-01]"><object type="PCIDev" pci_busid="0000:00:01.0" pci_type="0302 [10de:2330] [0000:0000] a1" name="${IN_XML}"><info name="PCIDevice" value="${IN_XML}"/></object></object></object></topology>`,
  ],
  [
    'nccl',
    `<system version="1"><cpu numaid="0" arch="${IN_XML}" vendor="${IN_XML}" affinity="ff"><pci busid="0000:3b:00.0" class="0x030200" vendor="0x10de" device="${IN_XML}" link_speed="${IN_XML}" link_width="16"><gpu dev="0" sm="90" rank="0" gdr="1"/></pci></cpu></system>`,
  ],
  [
    'matrix',
    `\tGPU0\tGPU1\tCPU Affinity\nGPU0\t X \tPIX\t${HOSTILE}\nGPU1\tPIX\t X \t${HOSTILE}\n`,
  ],
  ['groups', `IOMMU Group 3 01:00.0 3D controller [0302]: ${HOSTILE} [10de:2330]\n`],
  ['system', `BOOT_IMAGE=${HOSTILE} pci=${HOSTILE}\n${LSPCI}`],
  [
    'qemu',
    `qemu-system-x86_64 -machine q35 -device pcie-root-port,id=${HOSTILE.replaceAll(/[\s,]/g, '')},bus=pcie.0 -name '${HOSTILE}'\n`,
  ],
];

async function isHacked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'hacked' in window);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
});

test('hostile names in every input format stay text', async ({ page }) => {
  test.slow();
  await openQuietly(page);
  for (const [format, text] of INPUTS) {
    await runByName(page, 'Import a machine');
    const dialog = page.getByRole('dialog', { name: 'Import a machine' });
    await dialog.getByRole('textbox', { name: 'Text of the machine' }).fill(text);
    await dialog.getByRole('button', { name: 'Read the text' }).click();
    const open = dialog.getByRole('button', { name: 'New document' });
    const refused = dialog.getByRole('alert');
    await expect(open.and(page.locator(':enabled')).or(refused), format).toBeVisible();
    if (await open.isEnabled()) await open.click();
    else await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await isHacked(page), format).toBe(false);
  }
});

/** A document whose every word is hostile. */
function hostileDocument(): string {
  const { scenario } = PRESETS[0];
  const document = newScenario({
    ...scenario,
    title: HOSTILE,
    components: [
      ...scenario.components.map((one) => ({ ...one, name: HOSTILE })),
      { id: 'note', kind: 'note', name: HOSTILE, text: HOSTILE, position: { x: 0, y: -120 } },
    ],
    transfers: scenario.transfers.map((one) => ({ ...one, name: HOSTILE })),
  });
  return JSON.stringify(document);
}

test('hostile labels stay text on every panel and in every picture', async ({ page }) => {
  test.slow();
  await openQuietly(page);
  await runByName(page, 'Import a machine');
  const dialog = page.getByRole('dialog', { name: 'Import a machine' });
  await dialog.getByRole('textbox', { name: 'Text of the machine' }).fill(hostileDocument());
  await dialog.getByRole('button', { name: 'Read the text' }).click();
  await dialog.getByRole('button', { name: 'New document' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x');
  for (const tab of [
    'Timeline',
    'Log',
    'Bytes',
    'Addresses',
    'Matrix',
    'Explain',
    'Inspect',
    'Query',
  ]) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
  }
  await runByName(page, 'Export');
  await expect(page.getByRole('img', { name: 'Preview of the picture' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^SVG:/ }).click();
  await download;
  await page.keyboard.press('Escape');
  await runByName(page, 'Print');
  expect(await isHacked(page)).toBe(false);
});

test('the policy lets no markup, no inline script and no foreign script become code', async ({
  browser,
  baseURL,
}) => {
  // A page of its own: what is refused here is an error in the console.
  const page = await browser.newPage(baseURL === undefined ? {} : { baseURL });
  await openQuietly(page);
  const refusals = await page.evaluate(async () => {
    // What a debugger evaluates is not under the policy; what runs later is.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    const refused = (action: () => void): boolean => {
      try {
        action();
        return false;
      } catch {
        return true;
      }
    };
    return {
      markup: refused(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
      evaluation: refused(() => Reflect.construct(Function, ['return 1'])),
      foreignWorker: refused(() => new Worker('https://example.org/x.js')),
    };
  });
  expect(refusals).toEqual({ markup: true, evaluation: true, foreignWorker: true });
  const policy = await page
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute('content');
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("require-trusted-types-for 'script'");
  await page.close();
});
