import { formatBdf } from '../../core/base/bdf.ts';
import { iommuGroups } from '../../core/linux/groups.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';
import { MACHINE_FLAGS, isNamed, readMachine } from '../machine-input.ts';

/** `groups FILE`: the IOMMU groups that Linux would form, members and groups in BDF order. */
export const GROUPS: Command = {
  usage: 'groups FILE... [--kernel V] [--cpu C] [--iommu on|off] [--format NAME] [--text]',
  flags: MACHINE_FLAGS,
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs) => {
    const input = readMachine(args, inputs);
    if (!input.ok) return refused(input.error);
    const { machine, linux, assumed } = input.value;
    const formed = iommuGroups(linux.tree, { kernel: linux.kernel, iommu: linux.iommu });
    const groups = formed.groups
      .map((group) =>
        group.flatMap((index) => {
          const fn = machine.functions[index];
          return fn !== undefined && isNamed(machine, fn) ? [formatBdf(fn.bdf)] : [];
        }),
      )
      .filter((group) => group.length > 0)
      .map((group) => group.sort())
      .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    if (!args.switches.has('text')) return json({ groups, assumed });
    const lines = groups.map(
      (group, number) => `${String(number).padStart(4)}  ${group.join(' ')}`,
    );
    const notes = assumed.map((fact) => `assumed: ${fact}`);
    return { kind: 'done', output: `${[...lines, '', ...notes].join('\n')}\n` };
  },
};
