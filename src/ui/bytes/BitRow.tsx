import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { runCommand } from '../../commands/registry.ts';
import type { HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import { tlpStrings } from '../strings/tlp.ts';
import { GROUP_FILL } from './link.ts';

interface Props {
  readonly dw: number;
  /** Bits in front of DW0: prefixes. */
  readonly startBit: number;
  /** The DW as a number. */
  readonly word: number;
  readonly pieces: readonly HeaderBits[];
  /** Which of the 32 differ from the TLP that was sent. */
  readonly changed: number;
  readonly setField: (field: string | null) => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -32,
  ArrowDown: 32,
};

/** The 32 bits of the DW in hand. One stop of the keyboard: arrows move, Space or Enter flips. */
export function BitRow({ dw, startBit, word, pieces, changed, setField }: Props) {
  const inHand = useTlpEdit((state) => state.bit);
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { pointAt } = useTlpEdit.getState();
    const to = inHand + step;
    if (to < startBit) return;
    pointAt(to);
    const figure = row.current?.parentElement;
    requestAnimationFrame(() => figure?.querySelector<HTMLElement>('[data-in-hand]')?.focus());
  };
  return (
    <div
      ref={row}
      role="group"
      aria-label={tlpStrings.bits(dw)}
      className="mb-1 ml-11 grid h-5.5 grid-cols-[repeat(32,minmax(0,1fr))] gap-x-px"
    >
      {Array.from({ length: 32 }, (_, column) => {
        const bit = 31 - column;
        const piece = pieces.find(({ high, low }) => bit <= high && bit >= low);
        const value = (word >>> bit) & 1;
        const at = startBit + dw * 32 + column;
        const isInHand = at === inHand;
        const isChanged = ((changed >>> bit) & 1) === 1;
        const label = tlpStrings.bit(dw, bit, piece?.name ?? '', value);
        return (
          <button
            // A bit's place is its identity.
            key={bit}
            type="button"
            tabIndex={isInHand ? 0 : -1}
            data-in-hand={isInHand ? '' : undefined}
            aria-label={label}
            onKeyDown={move}
            data-tip={`${label}. ${tlpStrings.bitKeys}`}
            className={`rounded-[2px] text-center text-ink ${GROUP_FILL[piece?.group ?? 'reserved']} ${isChanged ? 'font-strong underline decoration-2 underline-offset-2' : ''} ${isInHand ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
            onFocus={() => {
              useTlpEdit.getState().pointAt(at);
              setField(piece?.field ?? null);
            }}
            onClick={() => {
              useTlpEdit.getState().pointAt(at);
              runCommand('tlp.flip');
            }}
          >
            {value}
          </button>
        );
      })}
    </div>
  );
}
