import type {
  SOFTWARE_COMMAND_WORDS as englishCommands,
  softwareStrings as english,
} from '../software.ts';
import type { WordsFor } from '../words.ts';

export const softwareStrings: WordsFor<typeof english> = {
  title: '软件',
  shelf: '软件：把设备拖到此处分配',
  none: '尚未列出 hypervisor、Realm 或 VM。添加一个以说明谁拥有哪个设备。',
  kinds: { hypervisor: 'Hypervisor', rmm: 'RMM', realm: 'Realm', vm: 'VM' },
  remove: (name) => `移除 ${name}`,
  owner: '所有者',
  nobody: '无',
  noDevices: '无设备',
  tablesTitle: '由谁写页表',
  rules: '违反的规则',
  kept: '软件的规则均得到遵守。',
  range: (base, limit) => `${base} 至 ${limit}`,
  broken: (n) => `违反 ${n} 条规则`,
  chip: (kind, name, devices, broken) =>
    [`${kind} ${name}`, devices, broken].filter((part) => part !== '').join('，'),
};

export const SOFTWARE_COMMAND_WORDS: WordsFor<typeof englishCommands> = {
  'software.show': '显示软件：谁拥有设备和页表',
  'software.addRealm': '添加 Realm',
  'software.addVm': '添加 VM',
  'software.addHypervisor': '添加 hypervisor',
  'software.addRmm': '添加 RMM',
};
