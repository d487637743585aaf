import type { HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import { panelStrings } from '../strings/panels.ts';
import type { FieldRow } from './field-rows.ts';
import { GROUP_FILL } from './link.ts';
import type { FieldLink } from './link.ts';

interface Props extends FieldLink {
  readonly bits: readonly HeaderBits[];
  /** Header bytes, DW0 first. */
  readonly bytes: Uint8Array;
  readonly rows: readonly FieldRow[];
  /** Which TLP this is and where. */
  readonly caption: string;
}

/** Bits high to low of one DW as a number. */
function pieceValue(bytes: Uint8Array, { dw, high, low }: HeaderBits): number {
  const at = (i: number): number => bytes[dw * 4 + i] ?? 0;
  const word = ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
  return Math.floor(word / 2 ** low) % 2 ** (high - low + 1);
}

function pieceText(piece: HeaderBits, bytes: Uint8Array): string {
  const width = piece.high - piece.low + 1;
  const value = pieceValue(bytes, piece);
  if (width === 1) return String(value);
  if (width <= 5) return value.toString(2).padStart(width, '0');
  const shown = piece.field === 'address' && piece.low === 2 ? value * 4 : value;
  return `${piece.name} 0x${shown.toString(16).padStart(Math.ceil(width / 4), '0')}`;
}

/** The header as the specification draws it: one row a DW, bit 31 left. */
export function DwFigure({ bits, bytes, rows, caption, field, setField }: Props) {
  const chosen = rows.find((row) => row.field === field);
  const dws = Math.max(...bits.map((piece) => piece.dw)) + 1;
  return (
    <section
      aria-label={panelStrings.bytes.header}
      className="min-w-0 flex-1 overflow-auto px-3 py-1 font-mono text-s"
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
        {Array.from({ length: dws }, (_, dw) => (
          <div key={dw} className="mb-0.5 flex items-center">
            <span className="w-11 flex-none text-ink-3">DW{dw}</span>
            <div className="grid h-6 flex-1 grid-cols-[repeat(32,minmax(0,1fr))] gap-x-px">
              {bits
                .filter((piece) => piece.dw === dw)
                .map((piece) => (
                  <button
                    key={`${piece.high}`}
                    type="button"
                    tabIndex={-1}
                    data-tip={`${piece.name} [${piece.high}:${piece.low}] ${rows.find((row) => row.field === piece.field)?.meaning ?? ''}`}
                    style={{ gridColumn: `${32 - piece.high} / ${33 - piece.low}` }}
                    className={`overflow-hidden px-0.5 text-center whitespace-nowrap text-ink ${GROUP_FILL[piece.group]} ${piece.field === field ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
                    onPointerEnter={() => setField(piece.field)}
                  >
                    {pieceText(piece, bytes)}
                  </button>
                ))}
            </div>
          </div>
        ))}
        <p className="m-0 mt-1 ml-11 font-ui text-ink-2">
          <span className="font-strong text-ink">{caption}</span>
          {chosen ? ` · ${chosen.name}: ${chosen.meaning}` : ''}
        </p>
      </div>
    </section>
  );
}
