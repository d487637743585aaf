import type { Kernel } from '../linux/kernels.ts';
import type { Change } from './changes.ts';

/** How a set of changes is made, ready to be copied. */
export interface Instructions {
  readonly setpci: readonly string[];
  /** One of each kind: of several `config_acs` or `disable_acs_redir` on a command line the last would win. */
  readonly parameters: readonly string[];
  readonly caveats: readonly string[];
}

/** Parameters whose values are lists separated by `;`. */
const LISTS = ['pci=config_acs=', 'pci=disable_acs_redir='];

const BROKEN_LIST =
  'With several devices config_acs is broken before the fix 9cf8a952d57b: use a stable release that has it.';

/** Joins what the changes of one set ask for: list parameters become one, repeated notes are said once. */
export function instructionsOf(changes: readonly Change[], kernel: Kernel): Instructions {
  const all = changes.flatMap(({ parameters }) => parameters);
  const parameters: string[] = [];
  for (const parameter of all) {
    const list = LISTS.find((prefix) => parameter.startsWith(prefix));
    const at = list === undefined ? -1 : parameters.findIndex((other) => other.startsWith(list));
    const earlier = parameters[at];
    if (list === undefined || earlier === undefined) parameters.push(parameter);
    else parameters[at] = `${earlier};${parameter.slice(list.length)}`;
  }
  const isBroken =
    kernel.key === '6.12' &&
    parameters.some((one) => one.startsWith('pci=config_acs=') && one.includes(';'));
  const caveats = changes.flatMap((change) => change.caveats);
  return {
    setpci: changes.flatMap(({ setpci }) => setpci),
    parameters,
    caveats: [...new Set(isBroken ? [...caveats, BROKEN_LIST] : caveats)],
  };
}
