import { ignoresCredits } from '../core/pcie/credits.ts';
import type { Fault } from '../core/scenario/schema-faults.ts';
import { useDocument } from './document.ts';
import { addFault } from './faults.ts';

/** The way over a link. */
type Direction = Extract<Fault, { readonly kind: 'ignoreCredits' }>['direction'];

/** What goes one way over a link is sent without looking at credits, for the whole run. */
export function ignoreCredits(link: string, direction: Direction): void {
  const { faults = [] } = useDocument.getState().scenario;
  if (ignoresCredits(faults, link, direction)) return;
  addFault({ kind: 'ignoreCredits', link, direction });
}
