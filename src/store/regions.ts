/** The regions of the window in the order F6 visits them. @source ux.md §2 */
const REGIONS = ['toolbar', 'left', 'canvas', 'right', 'transport', 'bottom', 'status'] as const;

const FOCUSABLE =
  'button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Moves focus to the first thing of the next (1) or previous (-1) region that is on screen. */
export function focusRegion(direction: 1 | -1): void {
  const present = REGIONS.map((name) =>
    document.querySelector<HTMLElement>(`[data-region="${name}"]`),
  ).filter((region) => region !== null && region.getClientRects().length > 0);
  const here = present.findIndex((region) => region?.contains(document.activeElement) === true);
  for (let n = 1; n <= present.length; n += 1) {
    const start = here === -1 && direction === -1 ? 0 : here;
    const index = (start + direction * n + present.length * 2) % present.length;
    const region = present[index];
    const target = region?.querySelector<HTMLElement>(`[data-region-focus]`);
    const first = target ?? region?.querySelector<HTMLElement>(FOCUSABLE);
    if (first) {
      first.focus();
      return;
    }
  }
}
