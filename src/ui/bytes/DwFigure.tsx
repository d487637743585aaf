import { Fragment } from 'react';
import type { HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import { panelStrings } from '../strings/panels.ts';
import { tlpStrings } from '../strings/tlp.ts';
import { BitRow } from './BitRow.tsx';
import type { FieldRow } from './field-rows.ts';
import { GROUP_FILL } from './link.ts';
import type { FieldLink } from './link.ts';

interface Props extends FieldLink {
  readonly bits: readonly HeaderBits[];
  /** Prefixes, header and payload as they are now, and as they were before a person edited them. */
  readonly bytes: Uint8Array;
  readonly sent: Uint8Array;
  /** Offset of DW0, bytes. */
  readonly headerStart: number;
  readonly rows: readonly FieldRow[];
}

/** The DW at an offset as a number; missing bytes count as 0. */
function wordAt(bytes: Uint8Array, offset: number): number {
  const at = (i: number): number => bytes[offset + i] ?? 0;
  return ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
}

function pieceText(piece: HeaderBits, word: number): string {
  const width = piece.high - piece.low + 1;
  const value = Math.floor(word / 2 ** piece.low) % 2 ** width;
  if (width === 1) return String(value);
  if (width <= 5) return value.toString(2).padStart(width, '0');
  const shown = piece.field === 'address' && piece.low === 2 ? value * 4 : value;
  return `${piece.name} 0x${shown.toString(16).padStart(Math.ceil(width / 4), '0')}`;
}

/** The header as the specification draws it: one row a DW, bit 31 left, and the bits of the DW in hand. */
export function DwFigure(props: Props) {
  const { bits, bytes, sent, headerStart, rows, field, setField } = props;
  const bit = useTlpEdit((state) => state.bit);
  const chosen = rows.find((row) => row.field === field);
  const dws = Math.max(-1, ...bits.map((piece) => piece.dw)) + 1;
  const startBit = headerStart * 8;
  const inHand = Math.min(dws - 1, Math.max(0, (bit - startBit) >> 5));
  return (
    <section
      aria-label={panelStrings.bytes.header}
      className="min-w-0 flex-1 overflow-auto px-3 py-1 font-mono text-s max-[1023px]:flex-none"
    >
      <div className="min-w-155">
        <div aria-hidden="true" className="ml-11 grid h-5 grid-cols-4 text-ink-3">
          {[31, 23, 15, 7].map((bit) => (
            <span key={bit} className={bit === 7 ? 'flex justify-between' : ''}>
              {bit}
              {bit === 7 && <span>0</span>}
            </span>
          ))}
        </div>
        {Array.from({ length: dws }, (_, dw) => {
          const word = wordAt(bytes, headerStart + dw * 4);
          const pieces = bits.filter((piece) => piece.dw === dw);
          return (
            <Fragment key={dw}>
              <div className="mb-0.5 flex items-center">
                <span
                  className={`w-11 flex-none ${dw === inHand ? 'font-strong text-ink' : 'text-ink-3'}`}
                >
                  DW{dw}
                </span>
                <div className="grid h-6 flex-1 grid-cols-[repeat(32,minmax(0,1fr))] gap-x-px">
                  {pieces.map((piece) => (
                    <button
                      key={`${piece.high}`}
                      type="button"
                      tabIndex={-1}
                      data-tip={`${piece.name} [${piece.high}:${piece.low}] ${rows.find((row) => row.field === piece.field)?.meaning ?? ''}`}
                      style={{ gridColumn: `${32 - piece.high} / ${33 - piece.low}` }}
                      className={`overflow-hidden px-0.5 text-center whitespace-nowrap text-ink ${GROUP_FILL[piece.group]} ${piece.field === field ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
                      onPointerEnter={() => setField(piece.field)}
                      onClick={() =>
                        useTlpEdit.getState().pointAt(startBit + dw * 32 + 31 - piece.high)
                      }
                    >
                      {pieceText(piece, word)}
                    </button>
                  ))}
                </div>
              </div>
              {dw === inHand && (
                <BitRow
                  dw={dw}
                  startBit={startBit}
                  word={word}
                  pieces={pieces}
                  changed={word ^ wordAt(sent, headerStart + dw * 4)}
                  setField={setField}
                />
              )}
            </Fragment>
          );
        })}
        <p className="m-0 mt-1 ml-11 min-h-5 font-ui text-ink-2">
          {rows.length === 0 && tlpStrings.raw}
          {chosen && `${chosen.name}: ${chosen.meaning}`}
        </p>
      </div>
    </section>
  );
}
