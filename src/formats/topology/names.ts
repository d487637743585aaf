import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';
import type { FunctionFacts } from '../facts.ts';
import type { TreeNode } from './tree.ts';

/** What a function is for, as far as class code or class name tell. */
export type Role = 'gpu' | 'nic' | 'nvme' | 'other';

const ROLES: readonly { readonly role: Role; readonly code: RegExp; readonly name: RegExp }[] = [
  {
    role: 'gpu',
    code: /^(?:03|12)/,
    name: /^(?:VGA compatible|3D|Display) controller|^Processing accelerators/,
  },
  { role: 'nic', code: /^02/, name: /^(?:Ethernet|Infiniband|Network|Fabric) controller/ },
  { role: 'nvme', code: /^0108/, name: /^Non-Volatile memory controller/ },
];

/** The role by class code, else by class name: used for defaults and names only. */
export function roleOf(facts: FunctionFacts): Role {
  const { classCode, className } = facts;
  const found = ROLES.find(({ code, name }) =>
    classCode === null ? name.test(className ?? '') : code.test(classCode),
  );
  return found?.role ?? 'other';
}

const PORT_NAMES: Readonly<Partial<Record<FunctionKind, string>>> = {
  'root-port': 'Root port',
  'switch-upstream': 'Switch',
  'switch-downstream': 'Downstream port',
  'pcie-to-pci-bridge': 'PCIe-to-PCI bridge',
  'pci-to-pcie-bridge': 'PCI-to-PCIe bridge',
  'conventional-bridge': 'PCI bridge',
};

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  gpu: 'GPU',
  nic: 'NIC',
  nvme: 'NVMe',
  other: 'Device',
};

/** The product in a name: what stands in its last brackets, else all of it without the vendor's legal form. */
function productOf(name: string): string {
  const inBrackets = /\[([^\][]{4,60})\]\s*$/.exec(name)?.[1];
  if (inBrackets !== undefined && !inBrackets.startsWith('AMD')) return inBrackets;
  const short = name.replace(
    / (?:Corporation|Corp\.|Technologies|Technology|Inc\.|Co\.|Ltd\.?|LLC),?/g,
    '',
  );
  return short.slice(0, 80);
}

/** A short name for the canvas, unique by its address. */
export function displayName(node: TreeNode): string {
  const at = formatBusDevFn(node.facts.bdf);
  const port = PORT_NAMES[node.kind];
  if (port !== undefined) return `${port} ${at}`;
  const { name, className } = node.facts;
  if (name !== null && !/^Device [0-9a-f]{4}$/.test(name)) return `${productOf(name)} ${at}`;
  const role = roleOf(node.facts);
  return `${role === 'other' ? (className ?? 'Device').slice(0, 60) : ROLE_NAMES[role]} ${at}`;
}
