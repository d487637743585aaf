import { create } from 'zustand';

/** Who still waits for the completion that an edited TLP takes the place of. */
interface Awaited {
  readonly requesterId: string;
  readonly tag: number;
}

/** The TLP that the Bytes panel shows before anything is edited. */
export interface ShownTlp {
  /** Prefixes, header and payload. */
  readonly bytes: Uint8Array;
  /** T bit of its IDE prefix. */
  readonly t: 0 | 1;
  readonly awaited: Awaited | null;
  /** Id of the function that would receive it next, or null. */
  readonly nextPort: string | null;
}

/** A TLP put on the wire by hand, and whether the canvas shows its way. */
export interface InjectedTlp extends Omit<ShownTlp, 'nextPort'> {
  readonly port: string;
  readonly isOnCanvas: boolean;
}

/** What a person makes of a header; never part of the document, and gone with the selected TLP. */
interface TlpEdit {
  readonly shown: ShownTlp | null;
  /** The edited bytes; null: nothing is edited. */
  readonly edited: Uint8Array | null;
  /** Bit in hand, counted in the order of the wire: 0 is bit 7 of byte 0. */
  readonly bit: number;
  /** Id of the function chosen to receive it; null: the next one on its way. */
  readonly port: string | null;
  readonly injected: InjectedTlp | null;

  /** Shows another TLP; an edit of the one before is dropped, an injected one stays. */
  readonly show: (shown: ShownTlp | null) => void;
  readonly pointAt: (bit: number) => void;
  readonly choosePort: (port: string) => void;
  readonly flip: () => void;
  readonly setByte: (offset: number, value: number) => void;
  readonly revert: () => void;
  readonly inject: () => void;
  readonly showOnCanvas: (isOnCanvas: boolean) => void;
  readonly withdraw: () => void;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** A change of one byte; null where it leaves the TLP as it was. */
function changed(state: TlpEdit, offset: number, value: number): Partial<TlpEdit> {
  const { shown, edited } = state;
  if (shown === null || offset < 0 || offset >= shown.bytes.length) return {};
  const bytes = (edited ?? shown.bytes).slice();
  bytes[offset] = value;
  return { edited: sameBytes(bytes, shown.bytes) ? null : bytes };
}

export const useTlpEdit = create<TlpEdit>()((set) => ({
  shown: null,
  edited: null,
  bit: 0,
  port: null,
  injected: null,

  show: (shown) =>
    set(({ shown: before, edited }) => {
      const isSame = shown !== null && before !== null && sameBytes(shown.bytes, before.bytes);
      return { shown, edited: isSame ? edited : null };
    }),
  pointAt: (bit) =>
    set(({ shown }) => {
      const last = (shown?.bytes.length ?? 1) * 8 - 1;
      return { bit: Math.min(last, Math.max(0, bit)) };
    }),
  choosePort: (port) => set({ port }),
  flip: () =>
    set((state) => {
      const offset = state.bit >> 3;
      const before = (state.edited ?? state.shown?.bytes)?.[offset] ?? 0;
      return changed(state, offset, before ^ (0x80 >> (state.bit & 7)));
    }),
  setByte: (offset, value) => set((state) => changed(state, offset, value)),
  revert: () => set({ edited: null }),
  inject: () =>
    set(({ shown, edited, port, injected }) => {
      const at = port ?? shown?.nextPort ?? null;
      if (shown === null || at === null) return {};
      const { nextPort: _next, ...sent } = shown;
      const isOnCanvas = injected?.isOnCanvas ?? false;
      return { injected: { ...sent, bytes: edited ?? shown.bytes, port: at, isOnCanvas } };
    }),
  showOnCanvas: (isOnCanvas) =>
    set(({ injected }) => ({ injected: injected === null ? null : { ...injected, isOnCanvas } })),
  withdraw: () => set({ injected: null }),
}));
