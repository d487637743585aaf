import { useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import type { HeaderBits } from '../../core/pcie/tlp/bit-layout.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import { panelStrings } from '../strings/panels.ts';
import { tlpStrings } from '../strings/tlp.ts';
import { GROUP_FILL } from './link.ts';
import type { FieldLink } from './link.ts';

interface Props extends FieldLink {
  readonly bits: readonly HeaderBits[];
  /** Prefixes, header and payload. */
  readonly bytes: Uint8Array;
  /** What they were before a person edited them. */
  readonly sent: Uint8Array;
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

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -BYTES_PER_ROW,
  ArrowDown: BYTES_PER_ROW,
};

/** Arrows move between bytes; two hexadecimal digits overwrite one and go on to the next. */
function useTypedByte(bytes: Uint8Array, group: RefObject<HTMLElement | null>) {
  const high = useRef<{ readonly at: number } | null>(null);
  const goTo = (at: number): void => {
    useTlpEdit.getState().pointAt(at * 8);
    group.current?.querySelector<HTMLElement>(`[data-byte="${at}"]`)?.focus();
  };
  return (event: KeyboardEvent): void => {
    const at = Number((event.target as HTMLElement).dataset['byte'] ?? NaN);
    if (Number.isNaN(at) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      high.current = null;
      goTo(Math.min(bytes.length - 1, Math.max(0, at + step)));
      return;
    }
    if (!/^[0-9a-f]$/i.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const digit = Number.parseInt(event.key, 16);
    const { setByte } = useTlpEdit.getState();
    const isSecond = high.current?.at === at;
    const before = bytes[at] ?? 0;
    setByte(at, isSecond ? (before & 0xf0) | digit : (digit << 4) | (before & 0x0f));
    high.current = isSecond ? null : { at };
    if (isSecond) goTo(Math.min(bytes.length - 1, at + 1));
  };
}

function headerBytes(bits: readonly HeaderBits[]): number {
  return (Math.max(-1, ...bits.map((piece) => piece.dw)) + 1) * 4;
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
export function HexDump({ bits, bytes, sent, headerStart, field, setField }: Props) {
  const group = useRef<HTMLElement>(null);
  const bit = useTlpEdit((state) => state.bit);
  const typed = useTypedByte(bytes, group);
  const rows = Math.min(MOST_ROWS, Math.ceil(bytes.length / BYTES_PER_ROW));
  const hasPayload = bytes.length > headerStart + headerBytes(bits);
  return (
    <section
      ref={group}
      aria-label={panelStrings.bytes.hex}
      className="w-79 flex-none border-line px-3 py-2 font-mono text-s max-[1023px]:w-auto max-[1023px]:border-t min-[1024px]:overflow-y-auto min-[1024px]:border-l"
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
                const place = row * BYTES_PER_ROW + i;
                const offset = place - headerStart;
                const text = byte.toString(16).padStart(2, '0').toUpperCase();
                const piece = offset < 0 ? undefined : pieceOfByte(bits, offset);
                const isLinked = field !== null && offset >= 0 && touches(bits, offset, field);
                return (
                  <button
                    // The byte's place is its identity.
                    key={offset}
                    type="button"
                    tabIndex={place === bit >> 3 ? 0 : -1}
                    data-byte={place}
                    onKeyDown={typed}
                    aria-label={tlpStrings.byte(place, text)}
                    data-tip={`${tlpStrings.byte(place, text)}. ${tlpStrings.byteKeys}`}
                    className={`px-0.75 ${byte === sent[place] ? '' : 'font-strong underline decoration-2 underline-offset-2'} ${piece ? GROUP_FILL[piece.group] : ''} ${isLinked ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
                    onPointerEnter={() => setField(piece?.field ?? null)}
                    onFocus={() => {
                      setField(piece?.field ?? null);
                      if (place !== bit >> 3) useTlpEdit.getState().pointAt(place * 8);
                    }}
                  >
                    {text}
                  </button>
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
