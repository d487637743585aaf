import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Acs } from '../../core/scenario/schema.ts';
import { CHIP } from './sizes.ts';

interface Props {
  readonly acs: Acs;
}

/** The seven ACS bits in register order: on filled and underlined, off plain, not capable a dash, unread a question mark. */
export function AcsChips({ acs }: Props) {
  return (
    <span className="absolute flex" style={{ left: CHIP.left, top: CHIP.top }}>
      {ACS_BIT_NAMES.map((name) => {
        const isCapable = (acs.capability & ACS_BIT[name]) !== 0;
        const isOn = isCapable && ((acs.control ?? 0) & ACS_BIT[name]) !== 0;
        const look = isOn
          ? 'bg-chip font-strong text-chip-ink underline underline-offset-2'
          : 'text-ink-3';
        return (
          <span
            key={name}
            data-acs={name}
            data-on={isOn}
            className={`inline-flex items-center justify-center rounded-chip font-mono text-s leading-none ${look}`}
            style={{ width: CHIP.width, height: CHIP.height, marginRight: CHIP.pitch - CHIP.width }}
          >
            {acs.control === null && isCapable ? '?' : isCapable ? name : '–'}
          </span>
        );
      })}
    </span>
  );
}
