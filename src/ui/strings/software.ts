import type { ActorKind } from '../../core/scenario/schema-actors.ts';

/** Software that owns devices and translation tables. */
export const softwareStrings = {
  title: 'Software',
  shelf: 'Software: drop a device here to give it away',
  none: 'No hypervisor, Realm or VM is named. Add one to say who owns which device.',
  kinds: {
    hypervisor: 'Hypervisor',
    rmm: 'RMM',
    realm: 'Realm',
    vm: 'VM',
  } satisfies Record<ActorKind, string>,
  remove: (name: string) => `Remove ${name}`,
  owner: 'Owner',
  nobody: 'nobody',
  noDevices: 'no devices',
  tablesTitle: 'Who writes the tables',
  rules: 'Broken rules',
  kept: 'All rules of the software are kept.',
  range: (base: string, limit: string) => `${base} to ${limit}`,
  broken: (n: number) => (n === 1 ? '1 broken rule' : `${n} broken rules`),
  chip: (kind: string, name: string, devices: string, broken: string) =>
    [`${kind} ${name}`, devices, broken].filter((part) => part !== '').join(', '),
};

export const SOFTWARE_COMMAND_WORDS = {
  'software.show': 'Show the software: who owns devices and tables',
  'software.addRealm': 'Add a Realm',
  'software.addVm': 'Add a VM',
  'software.addHypervisor': 'Add a hypervisor',
  'software.addRmm': 'Add an RMM',
};
