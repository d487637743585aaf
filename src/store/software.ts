import { create } from 'zustand';
import type { ActorRemark } from '../core/advise/check-actors.ts';
import type { Machine } from '../core/machine/types.ts';
import type { Actor } from '../core/scenario/schema-actors.ts';
import { useDocument } from './document.ts';
import { notify } from './notices.ts';
import { useRun } from './run.ts';

/** Which rules the software of the document breaks; follows document and machine. */
interface SoftwareState {
  readonly remarks: readonly ActorRemark[];
}

export const useSoftware = create<SoftwareState>()(() => ({ remarks: [] }));

const NONE: readonly Actor[] = [];

/** The software of the open document. */
export const actorsNow = (): readonly Actor[] => useDocument.getState().scenario.actors ?? NONE;

/** Replaces it in one undo step. */
export function editActors(actors: readonly Actor[], label: string): void {
  useDocument.getState().edit({ kind: 'setActors', actors }, label);
}

async function check(machine: Machine, actors: readonly Actor[]): Promise<void> {
  // Documents without software never load the checks.
  const { checkActors } = await import('../core/advise/check-actors.ts');
  if (useRun.getState().machine !== machine || actorsNow() !== actors) return;
  useSoftware.setState({ remarks: checkActors(machine, actors) });
}

function refresh(): void {
  const { machine } = useRun.getState();
  const actors = actorsNow();
  if (machine === null || actors.length === 0) {
    if (useSoftware.getState().remarks.length > 0) useSoftware.setState({ remarks: [] });
    return;
  }
  check(machine, actors).catch(() => notify({ kind: 'partMissing' }));
}

/** Keeps the remarks up to date from now on. */
export function startSoftwareChecks(): void {
  useRun.subscribe((now, before) => {
    if (now.machine !== before.machine) refresh();
  });
  useDocument.subscribe((now, before) => {
    if (now.scenario.actors !== before.scenario.actors) refresh();
  });
}
