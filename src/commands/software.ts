import { newActor } from '../core/scenario/edit-actors.ts';
import type { ActorKind } from '../core/scenario/schema-actors.ts';
import { usePreferences } from '../store/preferences.ts';
import { actorsNow, editActors } from '../store/software.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

/** The software is a part of the whole machine, which is inspected while nothing is selected. */
function show(): void {
  usePreferences.getState().set({ isRightOpen: true });
  useView.getState().select([]);
  useView.getState().set({ rightTab: 'inspect' });
}

function add(kind: ActorKind): void {
  const actors = actorsNow();
  editActors([...actors, newActor(actors, kind)], 'addActor');
  show();
}

/** Who owns devices and tables. */
export const SOFTWARE_COMMANDS = [
  { id: 'software.show', group: 'view', run: show },
  { id: 'software.addRealm', group: 'add', run: () => add('realm') },
  { id: 'software.addVm', group: 'add', run: () => add('vm') },
  { id: 'software.addHypervisor', group: 'add', run: () => add('hypervisor') },
  { id: 'software.addRmm', group: 'add', run: () => add('rmm') },
] as const satisfies readonly Command[];
