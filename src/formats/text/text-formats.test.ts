import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { importFiles } from '../import.ts';
import type { Import } from '../import.ts';

function read(...texts: string[]): Import {
  const result = importFiles(texts.map((text, i) => ({ name: `file${i}`, text })));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const real = (path: string): string => readFileSync(join(SHARED, 'data', 'real', path), 'utf8');

const groupsOf = (result: Import) =>
  Object.fromEntries(result.functions.map((row) => [row.bdf, row.iommuGroup]));

describe('an IOMMU group listing', () => {
  test.each([
    ['paths', '/sys/kernel/iommu_groups/7/devices/0000:01:00.0'],
    ['a shell loop', 'IOMMU Group 7 01:00.0 VGA compatible controller [0300]: A [10de:2206]'],
    [
      'a heading',
      'IOMMU Group 7:\n\t01:00.0 VGA compatible controller [0300]: A [10de:2206] (rev a1)',
    ],
    ['columns', 'Group 7:        [10de:2206] [R] 01:00.0  VGA compatible controller     GA102'],
    [
      'ls -l',
      '/sys/kernel/iommu_groups/7/devices:\ntotal 0\nlrwxrwxrwx 1 root root 0 Nov  1 10:00 0000:01:00.0 -> ../../../../devices/pci0000:00/0000:01:00.0',
    ],
    ['the kernel log', '[    0.571] pci 0000:01:00.0: Adding to iommu group 7'],
    ['tree', '/sys/kernel/iommu_groups\n├── 7\n│   ├── devices\n│   │   └── 0000:01:00.0 -> x'],
  ])('as %s states the group of the function', (_form, text) => {
    expect(groupsOf(read(text))).toEqual({ '0000:01:00.0': 7 });
  });

  test('as ls -l states the parent chain', () => {
    const link = (bdf: string, chain: string) =>
      `lrwxrwxrwx 1 root root 0 Nov  1 10:00 ${bdf} -> ../../../../devices/pci0000:00/${chain}`;
    const { functions } = read(
      [
        '/sys/kernel/iommu_groups/7/devices:',
        link('0000:00:01.0', '0000:00:01.0'),
        link('0000:01:00.0', '0000:00:01.0/0000:01:00.0'),
      ].join('\n'),
    );
    expect(functions.map((row) => row.parent)).toEqual([null, '0000:00:01.0']);
  });

  test('keeps what is not PCI out of the machine and says so', () => {
    const { functions, ignored } = read(
      '/sys/kernel/iommu_groups/1/devices/0000:01:00.0\n/sys/kernel/iommu_groups/2/devices/arm-smmu.0',
    );
    expect(functions).toHaveLength(1);
    expect(ignored.map(({ line }) => line)).toEqual([2]);
  });

  test.skipIf(!hasShared())('beside a listing of the machine fills its groups', () => {
    const { functions } = read(
      '01:00.0 3D controller: X\n\tControl: I/O- Mem+ BusMaster+',
      '/sys/kernel/iommu_groups/3/devices/0000:01:00.0',
    );
    expect(functions).toMatchObject([{ bdf: '0000:01:00.0', iommuGroup: 3 }]);
  });
});

describe('a tree', () => {
  const parents = (text: string) =>
    Object.fromEntries(read(text).functions.map((row) => [row.bdf, row.parent]));

  test('tells parents by column', () => {
    expect(
      parents(
        [
          '-+-[0000:40]-+-00.0  Host',
          ' |           \\-01.1-[41-43]----00.0-[42-43]--+-00.0-[43]----00.0  GPU',
          ' |                                           \\-01.0-[44]--',
          ' \\-[10000:e0]---06.0-[e1]----00.0  NVMe',
        ].join('\n'),
      ),
    ).toEqual({
      '0000:40:00.0': null,
      '0000:40:01.1': null,
      '0000:41:00.0': '0000:40:01.1',
      '0000:42:00.0': '0000:41:00.0',
      '0000:42:01.0': '0000:41:00.0',
      '0000:43:00.0': '0000:42:00.0',
      '10000:e0:06.0': null,
      '10000:e1:00.0': '10000:e0:06.0',
    });
  });

  test('whose blanks are lost is refused with its line', () => {
    const text = '-[0000:00]-+-00.0  Host\n +-01.0-[01]--+-00.0  GPU\n | \\-00.1  Audio';
    const result = importFiles([{ name: 'x', text }]);
    expect(!result.ok && result.error).toMatchObject({ code: 'unreadable', line: 2 });
  });

  const SAME = ['plx8748-nested-fpga.tv.txt', 'plx8748-nested-fpga.vvnn.txt'] as const;
  test.skipIf(!hasShared())('says the parents that the listing of the machine says', () => {
    const [tree, listing] = SAME.map((name) => parents(real(`lspci/${name}`)));
    expect(tree).toEqual(listing);
  });

  const HEX = [
    'asus-alderlake-ga104',
    'tree-fujitsu-p8010',
    'PCI-X-bridges-and-domains',
    'tree-fsl-p2020',
  ];
  test.skipIf(!hasShared()).each(HEX)('of a replayed dump agrees with it: %s', (name) => {
    const tree = parents(real(`lspci-hexdump/${name}.tv.txt`));
    expect(tree).toEqual(parents(real(`lspci-hexdump/${name}.vvv.txt`)));
  });
});

describe('a matrix', () => {
  const kindsOf = ({ scenario }: Import) => {
    const count: Record<string, number> = {};
    for (const { kind } of scenario.components) count[kind] = (count[kind] ?? 0) + 1;
    return count;
  };

  test('becomes switches, host bridges and nodes, all marked as invented', () => {
    const result = read(
      [
        '\tGPU0\tGPU1\tGPU2\tNIC0\tCPU Affinity\tNUMA Affinity',
        'GPU0\t X \tPIX\tSYS\tPHB\t0-7\t0',
        'GPU1\tPIX\t X \tSYS\tPHB\t0-7\t0',
        'GPU2\tSYS\tSYS\t X \tSYS\t8-15\t1',
        'NIC0\tPHB\tPHB\tSYS\t X \t\t',
      ].join('\n'),
    );
    expect(kindsOf(result)).toEqual({
      'host-bridge': 2,
      'root-port': 3,
      'switch-upstream': 1,
      'switch-downstream': 2,
      endpoint: 4,
    });
    expect(result.functions).toEqual([]);
    for (const component of result.scenario.components) expect(component.assumed).toBeDefined();
    const numa = result.scenario.components.flatMap((one) =>
      one.kind === 'host-bridge' ? [one.numaNode] : [],
    );
    expect(numa).toEqual([0, 1]);
  });

  test('that contradicts itself is reported by row', () => {
    const { ignored } = read(
      ['GPU0\tX\tPIX\tSYS', 'GPU1\tPIX\tX\tPIX', 'GPU2\tSYS\tPIX\tX'].join('\n'),
    );
    expect(ignored.map(({ line, reason }) => [line, reason.includes('contradicts')])).toEqual([
      [1, true],
    ]);
  });

  test('beside a listing is not joined by guess', () => {
    const { ignored, functions } = read(
      'GPU0\tX\tSYS\nGPU1\tSYS\tX\n\n01:00.0 3D controller: X\n\tControl: I/O- Mem+ BusMaster+',
    );
    expect(functions).toHaveLength(1);
    expect(ignored.some(({ reason }) => reason.includes('told by you'))).toBe(true);
  });
});

describe('lines that look alike', () => {
  test('a group property of lspci is no heading, a dump row is no distance row', () => {
    const { functions } = read(
      [
        'node distances:',
        'node   0   1',
        '  0:  10  32',
        '00:1f.0 ISA bridge: X',
        '\tControl: I/O+ Mem+ BusMaster+',
        '\tIOMMU group: 5',
        '00: 86 80 01 00 00 00 00 00 00 00 00 06 00 00 00 00',
      ].join('\n'),
    );
    expect(functions).toMatchObject([{ iommuGroup: 5, vendor: '8086', device: '0001' }]);
  });
});

describe('what a paste says about the machine as a whole', () => {
  const DEVICE = '\n01:00.0 3D controller: X\n';
  test.each([
    ['vendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t\t: 49', { cpu: 'amd-zen' }],
    ['vendor_id\t: AuthenticAMD\ncpu family\t: 21', { cpu: 'amd-other' }],
    ['vendor_id\t: GenuineIntel\ncpu family\t: 6', { cpu: 'intel' }],
    ['processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8', { cpu: 'arm' }],
    ['Vendor ID:            AuthenticAMD\nCPU family:           25', { cpu: 'amd-zen' }],
    ['Kernel command line: ro intel_iommu=on', { iommu: 'on' }],
    [
      'BOOT_IMAGE=/vmlinuz-6.1.0-18-amd64 root=/dev/x ro intel_iommu=off',
      { iommu: 'off', kernel: '6.1' },
    ],
    ['Linux host 6.13.2-generic #1 SMP', { kernel: '6.12' }],
  ])('%j', (text, system) => {
    expect(read(text + DEVICE).scenario.system).toMatchObject(system);
  });

  test('without any function is no machine', () => {
    const result = importFiles([{ name: 'x', text: 'available: 2 nodes (0-1)\nnode 0 cpus: 0 1' }]);
    expect(!result.ok && result.error.code).toBe('noFunctions');
  });
});
