import { TDI_STATES } from '../scenario/schema.ts';
import type { TdiState } from '../scenario/schema.ts';
import { EXAMPLE_ADDRESSES } from './row.ts';
import type { CcaRow } from './row.ts';

/** A row of the base matrix with its id, e.g. `T0.U.sh.m1.F`. */
export interface BaseRow {
  readonly id: string;
  readonly row: CcaRow;
}

const LETTERS: Readonly<Record<TdiState, string>> = {
  CONFIG_UNLOCKED: 'U',
  CONFIG_LOCKED: 'L',
  RUN: 'R',
  ERROR: 'E',
};
const PLACES = [
  ['sh', 'shared'],
  ['pr', 'private'],
  ['bo', 'both'],
] as const;

/**
 * Every combination of T bit, exporter state, placement, mirror and routing, the rest as in the plain case: the
 * importer may send, addresses are the same everywhere, no P2P stream.
 *
 * @source smmu-cca.md §6.3
 */
export const BASE_ROWS: readonly BaseRow[] = ([0, 1] as const).flatMap((t) =>
  TDI_STATES.flatMap((state) =>
    PLACES.flatMap(([short, placement]) =>
      [true, false].flatMap((mirror) =>
        (['forced', 'direct'] as const).map((acs): BaseRow => ({
          id: `T${t}.${LETTERS[state]}.${short}.m${mirror ? 1 : 0}.${acs === 'forced' ? 'F' : 'D'}`,
          row: {
            importer: {
              t,
              state: t === 1 ? 'RUN' : 'CONFIG_UNLOCKED',
              dmaEnabled: true,
              ats: false,
            },
            exporter: { state, nonTee: false },
            placement,
            mirror,
            acs,
            identity: true,
            p2pStream: false,
            addresses: EXAMPLE_ADDRESSES,
          },
        })),
      ),
    ),
  ),
);
