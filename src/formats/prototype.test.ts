import { describe, expect, test } from 'vitest';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { importFiles } from './import.ts';
import { embedInSvg } from './picture-svg.ts';
import { decodeShareLink, encodeShareLink } from './share-link.ts';

/* Names that lead from an object to its prototype must be names like any other, in every format that has names. */

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const POLLUTED = '{"polluted": true}';

const scenario = (name: string): string =>
  JSON.stringify(PRESETS[0].scenario).replace('{', `{"${name}": ${POLLUTED},`);

const inside = (name: string): string =>
  JSON.stringify(PRESETS[0].scenario).replace('"system":{', `"system":{"${name}": ${POLLUTED},`);

const FORMATS: readonly (readonly [string, (name: string) => string])[] = [
  ['a document', scenario],
  ['a document, deeper', inside],
  ['a picture', (name) => embedInSvg('<svg/>', scenario(name))],
  [
    'hwloc',
    (name) =>
      `<topology version="2.0" ${name}="polluted"><object type="Machine" ${name}="polluted"><${name}/><info name="${name}" value="polluted"/><object type="Bridge" bridge_type="0-1" bridge_pci="0000:[00-01]"><object type="PCIDev" pci_busid="0000:00:01.0" pci_type="0300 [10de:2204] [0:0] a1" ${name}="polluted"><info name="${name}" value="polluted"/><object type="OSDev" name="${name}" osdev_type="1"/></object></object></object></topology>`,
  ],
  [
    'NCCL',
    (name) =>
      `<system version="1" ${name}="polluted"><cpu numaid="0" arch="${name}" vendor="${name}"><${name} polluted="true"/><pci busid="0000:01:00.0" class="0x030000" link_speed="${name}" ${name}="polluted"><gpu dev="0" ${name}="1"><nvlink target="${name}" count="1"/></gpu></pci></cpu></system>`,
  ],
  [
    'lspci',
    (name) =>
      `01:00.0 ${name}: ${name} [10de:2204]\n\tControl: ${name}+ Mem+\n\t${name}: ${name}\n\tCapabilities: [60] ${name}\n\t\t${name}:\t${name}+\n\tKernel driver in use: ${name}\n`,
  ],
  ['a tree', (name) => `-[0000:00]-+-00.0  ${name}\n           \\-01.0-[01]----00.0  ${name}\n`],
  ['a matrix', (name) => `\tGPU0\t${name}\nGPU0\t X \tSYS\n${name}\tSYS\t X \n`],
  ['groups', (name) => `IOMMU Group 1:\n\t01:00.0 ${name} [0300]: ${name} [10de:2204]\n${name}\n`],
  [
    'a command line',
    (name) =>
      `BOOT_IMAGE=/x ${name}=polluted pci=${name}=polluted iommu=${name} root=/dev/${name}\n`,
  ],
  [
    'QEMU',
    (name) =>
      `qemu-system-x86_64 -M q35,${name}=polluted -device pcie-root-port,id=${name},bus=pcie.0,${name}=1 -device ${name},bus=${name} -device edu,bus=${name}`,
  ],
];

describe.each(FORMATS)('%s', (_format, text) => {
  test.each(NAMES)('with the name %s changes no prototype and never throws', (name) => {
    const result = importFiles([{ name, text: text(name) }]);
    const shared: Record<string, unknown> = {};
    expect([shared['polluted'], Object.keys(Object.prototype)]).toEqual([undefined, []]);
    expect(Object.hasOwn(Object, 'polluted')).toBe(false);
    if (!result.ok) return;
    expect(Object.getPrototypeOf(result.value.scenario)).toBe(Object.prototype);
    expect(JSON.stringify(result.value.scenario)).not.toContain('"polluted":true');
  });
});

test('a link with __proto__ inside opens as what it is: no document', () => {
  const hostile = JSON.parse(scenario('__proto__'));
  const link = encodeShareLink(hostile, { tPs: 0, selection: [], tlpId: null });
  const opened = decodeShareLink(link);
  expect(opened?.ok).toBe(true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
