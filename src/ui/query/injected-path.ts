import type { Machine } from '../../core/machine/types.ts';
import { injectTlp } from '../../core/pcie/inject.ts';
import type { InjectedTlp } from '../../store/tlp-edit.ts';
import { asking } from './ask-path.ts';
import type { InjectedPath } from './use-injected.ts';

/** What a machine makes of a TLP that was put on the wire by hand. */
export function injectedPath(machine: Machine, injected: InjectedTlp): InjectedPath {
  const { bytes, t, awaited, isOnCanvas } = injected;
  const port = machine.functionById.get(injected.port) ?? null;
  const { translators } = asking(machine);
  const result =
    port === null ? null : injectTlp({ machine, translators, port, bytes, t, awaited });
  return { machine, port, result, isOnCanvas };
}
