import type { HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import { panelStrings } from '../strings/panels.ts';
import { GROUP_FILL } from './link.ts';
import type { FieldLink } from './link.ts';

interface Props extends FieldLink {
  readonly bits: readonly HeaderBits[];
  /** Prefixes, header and payload. */
  readonly bytes: Uint8Array;
  /** Offset of DW0, bytes: the prefixes stand in front. */
  readonly headerStart: number;
}

/** Rows drawn at most: 4096 bytes of payload are no news. */
const MOST_ROWS = 40;

const BYTES_PER_ROW = 8;

/** The widest field that touches a header byte: a byte shared by several is linked to the largest of them. */
function pieceOfByte(bits: readonly HeaderBits[], offset: number): HeaderBits | undefined {
  const dw = Math.floor(offset / 4);
  const high = 31 - (offset % 4) * 8;
  return bits
    .filter((piece) => piece.dw === dw && piece.high >= high - 7 && piece.low <= high)
    .toSorted((a, b) => b.high - b.low - (a.high - a.low))[0];
}

function headerBytes(bits: readonly HeaderBits[]): number {
  return (Math.max(...bits.map((piece) => piece.dw)) + 1) * 4;
}

function touches(bits: readonly HeaderBits[], offset: number, field: string | null): boolean {
  const dw = Math.floor(offset / 4);
  const high = 31 - (offset % 4) * 8;
  return bits.some(
    (piece) =>
      piece.field === field && piece.dw === dw && piece.high >= high - 7 && piece.low <= high,
  );
}

/** The TLP as it travels, byte 0 first, eight bytes a row, with ASCII. */
export function HexDump({ bits, bytes, headerStart, field, setField }: Props) {
  const rows = Math.min(MOST_ROWS, Math.ceil(bytes.length / BYTES_PER_ROW));
  const hasPayload = bytes.length > headerStart + headerBytes(bits);
  return (
    <section
      aria-label={panelStrings.bytes.hex}
      className="w-79 flex-none overflow-y-auto border-l border-line px-3 py-2 font-mono text-s"
    >
      {Array.from({ length: rows }, (_, row) => {
        const slice = [...bytes.subarray(row * BYTES_PER_ROW, (row + 1) * BYTES_PER_ROW)];
        return (
          <div key={row} className="flex gap-3 whitespace-pre">
            <span className="text-ink-3">
              {(row * BYTES_PER_ROW).toString(16).padStart(2, '0')}
            </span>
            <span className="flex">
              {slice.map((byte, i) => {
                const offset = row * BYTES_PER_ROW + i - headerStart;
                const piece = offset < 0 ? undefined : pieceOfByte(bits, offset);
                const isLinked = field !== null && offset >= 0 && touches(bits, offset, field);
                return (
                  <span
                    // The byte's place is its identity.
                    key={offset}
                    className={`px-0.75 ${piece ? GROUP_FILL[piece.group] : ''} ${isLinked ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
                    onPointerEnter={() => setField(piece?.field ?? null)}
                  >
                    {byte.toString(16).padStart(2, '0').toUpperCase()}
                  </span>
                );
              })}
            </span>
            <span className="text-ink-3">
              {slice.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·'))}
            </span>
          </div>
        );
      })}
      {hasPayload && <p className="m-0 mt-1 font-ui text-ink-2">{panelStrings.bytes.payload}</p>}
    </section>
  );
}
