import { guestOf } from '../../core/advise/check-actors.ts';
import {
  checkInvariants,
  guestPairs,
  guestWrite,
  pairState,
  silentVictim,
} from '../../core/advise/invariants.ts';
import type { GuestPair, InvariantViolation, PairState } from '../../core/advise/invariants.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Route } from '../../core/pcie/types.ts';
import type { Actor } from '../../core/scenario/schema-actors.ts';
import { invariantStrings as words } from '../strings/invariants.ts';
import { panelStrings } from '../strings/panels.ts';
import { asking } from '../query/ask-path.ts';

/** A pair with its judgement and where the guest's write really ends. */
export interface GuestRow {
  readonly pair: GuestPair;
  readonly state: PairState;
  readonly end: string;
  /** Somebody else's bytes are overwritten, or nobody gets them. */
  readonly isBad: boolean;
}

/** One VM: its pairs, and what concerns no single pair. */
export interface GuestTable {
  readonly actor: Actor;
  readonly rows: readonly GuestRow[];
  /** I2 and I4. */
  readonly others: readonly InvariantViolation[];
}

function endText(machine: Machine, path: Route): string {
  const victim = silentVictim(machine, path);
  if (victim !== null) return victim.name;
  const place = path.request.at(-1)?.place;
  if (path.outcome === 'wrongTarget') return words.memory;
  if (path.outcome !== 'delivered' || place?.kind !== 'function')
    return panelStrings.outcome[path.outcome];
  return machine.functions[place.index]?.name ?? words.nowhere;
}

/** What is broken comes first. */
const ORDER: readonly PairState[] = ['I1', 'I3', 'holds', 'unstated', 'translated'];

/** Every VM of the document; Realms are the RMM's business. */
export function guestTables(machine: Machine, actors: readonly Actor[]): readonly GuestTable[] {
  const { linux } = asking(machine);
  return actors
    .filter(({ kind, functions }) => kind === 'vm' && functions.length > 0)
    .map((actor): GuestTable => {
      const guest = guestOf(actor);
      const rows = guestPairs(machine, guest)
        .map((pair): GuestRow => {
          const path = guestWrite(machine, pair);
          const isBad = path.outcome !== 'delivered';
          return { pair, state: pairState(pair), end: endText(machine, path), isBad };
        })
        .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
      const others = checkInvariants(machine, linux.tree, guest).filter(
        ({ invariant }) => invariant === 'I2' || invariant === 'I4',
      );
      return { actor, rows, others };
    });
}
