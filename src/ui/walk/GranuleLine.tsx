import { hexGrouped } from '../../core/base/address.ts';
import type { GranuleCheck } from '../../core/pcie/types.ts';
import { walkStrings as words } from '../strings/walk.ts';

/** The granule protection check of the output: the table's entries as they were read, and the verdict. */
export function GranuleLine({ check }: { readonly check: GranuleCheck }) {
  return (
    <section
      aria-label={words.granule.title}
      data-testid="walk-granule"
      className="flex flex-none flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line px-3 py-2"
    >
      <span className="font-strong">{words.granule.title}</span>
      {check.reads.map(({ level, address, descriptor }) => (
        <span key={level} className="text-ink-2">
          {words.granule.entry(level)}{' '}
          <span className="font-mono text-ink">
            [{hexGrouped(address)}] = {hexGrouped(descriptor)}
          </span>
        </span>
      ))}
      <span>
        {words.granule.gpi} <span className="font-mono font-strong">{check.gpi}</span>
      </span>
      <span className={check.isOpen ? 'text-ink-2' : 'font-strong text-stop'}>
        {words.granule.verdict(check.pas, check.isOpen)}
      </span>
    </section>
  );
}
