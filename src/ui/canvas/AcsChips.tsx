import { ACS_BIT, ACS_BIT_NAMES } from '../../core/scenario/acs.ts';
import type { Acs } from '../../core/scenario/schema.ts';
import { CHIP } from './sizes.ts';

interface Props {
  readonly acs: Acs;
  /** Names of the bits that decided the current hop here. */
  readonly decided: readonly string[];
}

const LOOK = {
  on: 'bg-chip font-strong text-chip-ink underline decoration-[1.5px] underline-offset-[3px]',
  off: 'border border-line text-ink-3',
  incapable: 'border border-line text-ink-3',
} as const;

/**
 * The seven ACS bits in register order, so that a column of ports reads as a table: on filled and underlined,
 * off outlined, not capable a dash, unread a question mark. A bit that decided has a ring and a caret.
 */
export function AcsChips({ acs, decided }: Props) {
  return (
    <span className="canvas-chips absolute flex" style={{ left: CHIP.left, top: CHIP.top }}>
      {ACS_BIT_NAMES.map((name) => {
        const isCapable = (acs.capability & ACS_BIT[name]) !== 0;
        const isOn = isCapable && ((acs.control ?? 0) & ACS_BIT[name]) !== 0;
        const isDecided = decided.includes(name);
        const look = LOOK[isOn ? 'on' : isCapable ? 'off' : 'incapable'];
        const ring = 'bg-here-soft text-here font-strong outline-2 outline-here';
        return (
          <span
            key={name}
            data-acs={name}
            data-on={isOn}
            data-decided={isDecided}
            className={`relative inline-flex items-center justify-center rounded-chip font-mono text-s leading-none tracking-[-0.4px] ${
              isDecided ? `${ring} ${isOn ? 'underline underline-offset-[3px]' : ''}` : look
            }`}
            style={{ width: CHIP.width, height: CHIP.height, marginRight: CHIP.pitch - CHIP.width }}
          >
            {acs.control === null && isCapable ? '?' : isCapable ? name : '–'}
            {isDecided && (
              <svg
                aria-hidden="true"
                width={8}
                height={5}
                className="absolute -top-[7px] fill-here"
                viewBox="0 0 8 5"
              >
                <path d="M0 0H8L4 5Z" />
              </svg>
            )}
          </span>
        );
      })}
    </span>
  );
}
