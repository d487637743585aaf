import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importFiles } from '../import.ts';
import type { Import } from '../import.ts';

function read(...lines: string[]): Import {
  const result = importFiles([{ name: 'paste', text: lines.join('\n') }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const only = (...lines: string[]) => {
  const [row] = read(...lines).functions;
  if (row === undefined) throw new Error('no function was read');
  return row;
};

const PORT = [
  '00:01.0 PCI bridge: Example Port (rev 05) (prog-if 00 [Normal decode])',
  '\tControl: I/O+ Mem+ BusMaster+ SpecCycle-',
  '\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0',
  '\tCapabilities: [a0] Express (v2) Root Port (Slot+), IntMsgNum 0',
];

describe('a header', () => {
  test.each([
    ['01:00.0 VGA compatible controller: A [B/C] D [E]', '0000:01:00.0', null, null, null],
    ['0030:03:00.0 0604: 8086:E2F0 (rev 01)', '0030:03:00.0', '8086', 'e2f0', '0604'],
    ['10000:e0:06.0 Class 0604: 8086:464d', '10000:e0:06.0', '8086', '464d', '0604'],
    [
      '3B:00.0 3D controller [0302]: NVIDIA: GA100 [A100: x] [10de:20b2] (rev a1)',
      '0000:3b:00.0',
      '10de',
      '20b2',
      '0302',
    ],
    [
      '00:1f.3 System peripheral [0880]: Device [8086:0001] (rev 0a) (prog-if 01)',
      '0000:00:1f.3',
      '8086',
      '0001',
      '0880',
    ],
    ['00:1c.4/07:00.0/08:02.0 PCI bridge: Inner', '0000:08:02.0', null, null, null],
  ])('%s', (line, bdf, vendor, device, code) => {
    const row = only(line);
    expect([row.bdf, row.vendor, row.device, row.class]).toEqual([bdf, vendor, device, code]);
  });

  test('with a path of bus numbers states the parents', () => {
    const { functions } = read(
      '00:1c.4 PCI bridge: Root',
      '00:1c.4/07:00.0 PCI bridge: Up',
      '00:1c.4/07:00.0/08:02.0 PCI bridge: Down',
    );
    expect(functions.map((row) => row.parent)).toEqual([null, '0000:00:1c.4', '0000:07:00.0']);
  });

  test('with a path without bus numbers finds them behind the bridges above', () => {
    const bus = (secondary: string) =>
      `\tBus: primary=00, secondary=${secondary}, subordinate=09, sec-latency=0`;
    const { functions } = read(
      '00:1c.4 PCI bridge: Root',
      bus('07'),
      '00:1c.4/00.0 PCI bridge: Up',
      bus('08'),
      '00:1c.4/00.0/02.0 Ethernet controller: End',
    );
    expect(functions.map((row) => [row.bdf, row.parent])).toEqual([
      ['0000:00:1c.4', null],
      ['0000:07:00.0', '0000:00:1c.4'],
      ['0000:08:02.0', '0000:07:00.0'],
    ]);
  });
});

describe('a BAR line', () => {
  const bar = (line: string) => only('01:00.0 3D controller: X', `\t${line}`).bars[0];
  test.each([
    [
      'Region 0: Memory at f000 (32-bit, non-prefetchable) [size=16M]',
      0,
      '0xf000',
      16777216,
      false,
    ],
    [
      'Region 2: Memory at 3ff000000000 (64-bit, prefetchable) [size=1T]',
      2,
      '0x3ff000000000',
      2 ** 40,
      true,
    ],
    ['Region 1: Memory at <unassigned> (64-bit, prefetchable) [disabled]', 1, null, null, true],
    ['Region 1: Memory at <ignored> (64-bit, prefetchable)', 1, null, null, true],
    [
      'Region 0: [virtual] Memory at fe000000 (64-bit, prefetchable) [size=8]',
      0,
      '0xfe000000',
      8,
      true,
    ],
    [
      'Memory at fe000000 (64-bit, prefetchable) [disabled] [size=4K]',
      null,
      '0xfe000000',
      4096,
      true,
    ],
  ])('%s', (line, index, address, sizeBytes, is64) => {
    expect(bar(line)).toMatchObject({ index, space: 'mem', address, sizeBytes, is64 });
  });

  test('below an SR-IOV capability belongs to the virtual functions', () => {
    const { functions, scenario } = read(
      '01:00.0 Ethernet controller: X',
      '\tRegion 0: Memory at fe000000 (64-bit, prefetchable) [size=4K]',
      '\tCapabilities: [180 v1] Single Root I/O Virtualization (SR-IOV)',
      '\t\tIOVCtl:\tEnable+ Migration- Interrupt- MSE+ ARIHierarchy-',
      '\t\tInitial VFs: 8, Total VFs: 8, Number of VFs: 3, Function Dependency Link: 00',
      '\t\tVF offset: 2, stride: 1, Device ID: 1018',
      '\t\tRegion 0: Memory at fd000000 (64-bit, prefetchable)',
      '\tKernel driver in use: mlx5_core',
    );
    expect(functions[0]?.bars).toHaveLength(1);
    expect(scenario.components.at(-1)).toMatchObject({
      sriov: {
        enabled: true,
        totalVfs: 8,
        numVfs: 3,
        offset: 2,
        stride: 1,
        vfBars: [{ index: 0 }],
      },
    });
  });
});

describe('a bridge window', () => {
  const windowOf = (line: string) => {
    const { scenario } = read(...PORT.slice(0, 3), `\t${line}`, ...PORT.slice(3));
    const port = scenario.components.find(({ id }) => id === '0000:00:01.0');
    return port?.kind === 'root-port' ? port.bridge?.memory : 'no port';
  };
  const open = { base: '0xdf000000', limit: '0xdf1fffff' };
  test.each([
    ['Memory behind bridge: df000000-df1fffff', open],
    ['Memory behind bridge: df000000-df1fffff [size=2M]', open],
    ['Memory behind bridge: df000000-df1fffff [size=2M] [32-bit]', open],
    ['Memory behind bridge: 0000000000f00000-00000000000fffff', null],
    ['Memory behind bridge: fff00000-000fffff [disabled]', null],
    ['Memory behind bridge: fff00000-000fffff [empty]', null],
    ['Memory behind bridge: None', null],
    ['Memory behind bridge: [disabled] [32-bit]', null],
  ])('%s', (line, window) => expect(windowOf(line)).toEqual(window));
});

describe('a listing without root rights', () => {
  const { scenario, assumed, functions } = read(
    ...PORT.slice(0, 3),
    '\tCapabilities: <access denied>',
    '01:00.0 3D controller: GPU',
    '\tControl: I/O- Mem+ BusMaster+',
    '\tCapabilities: <access denied>',
  );

  test('leaves ACS unknown, never off', () => {
    expect(functions.map((row) => row.acs)).toEqual([null, null]);
    const port = scenario.components.find(({ id }) => id === '0000:00:01.0');
    expect(port).toMatchObject({ acs: { control: null } });
    expect(assumed.map(({ fact }) => fact).join('\n')).toContain('run lspci as root');
  });

  test('has port kinds by their place, marked as assumed', () => {
    expect(functions.map((row) => row.kind)).toEqual([null, null]);
    expect(scenario.components.map(({ kind }) => kind)).toEqual([
      'host-bridge',
      'root-port',
      'endpoint',
    ]);
    for (const component of scenario.components) expect(component.assumed).toBeDefined();
  });
});

describe('damage', () => {
  test('a line that cannot be read is reported by its number', () => {
    const { ignored, functions } = read(
      ...PORT,
      '\t\tLnkSta:\tSpeed 8G',
      '\t\tLnkCap:\tPort #0, Speed 16GT/s, Width x16, ASPM L1',
      '\t\tACSCtl:\tSrcValid+ TransBlk',
      '\tIOMMU group: twelve',
      'totally unrelated words',
      '\t\t%%%%%',
    );
    expect(ignored.map(({ line }) => line)).toEqual([5, 7, 8, 9, 10]);
    expect(functions[0]?.link).toEqual({
      speedGtps: null,
      width: null,
      maxSpeedGtps: 16,
      maxWidth: 16,
    });
    expect(functions[0]?.acs).toBeNull();
  });

  test('wrapped lines are joined, with and without the blank at the break', () => {
    const { functions, ignored } = read(
      '00:00.0 Host bridge: Intel Corporation Xeon E7 v3/Xeon E5 v3/Core i7 ',
      'DMI2 (rev 02)',
      '\tControl: I/O- Mem+ BusMaster- SpecCycle- MemWINV- VGASnoop- ParErr+',
      'Stepping- SERR+ FastB2B- DisINTx+',
      '\tNUMA node: 1',
    );
    expect(functions[0]).toMatchObject({ numaNode: 1 });
    expect(ignored).toEqual([]);
  });

  test('prompts, quoting, colours, CRLF and lost indentation do not matter', () => {
    const text = [
      '\ufeff[root@secret-host ~]# lspci -vvv',
      '> \u001b[1m01:00.0 3D controller: GPU\u001b[0m\r',
      '> \tControl: I/O- Mem+ BusMaster+\r',
      '> Capabilities: [60] Express (v2) Endpoint, MSI 00\r',
      '> LnkSta:\u00a0Speed 8GT/s (ok), Width x8 (downgraded)\r',
    ];
    const result = read(...text);
    expect(result.functions[0]).toMatchObject({
      kind: 'endpoint',
      link: { speedGtps: 8, width: 8 },
    });
    expect(JSON.stringify(result)).not.toContain('secret-host');
  });

  test('bridges that lead back to themselves are cut and reported', () => {
    const bridge = (at: string, secondary: string) => [
      `${at} PCI bridge: X`,
      `\tBus: primary=00, secondary=${secondary}, subordinate=09, sec-latency=0`,
    ];
    const { ignored, functions } = read(...bridge('01:00.0', '02'), ...bridge('02:00.0', '01'));
    expect(functions).toHaveLength(2);
    expect(ignored.map(({ reason }) => reason).join()).toContain('lead back to itself');
  });

  test('a partial listing gets a synthetic root port, and says so', () => {
    const { scenario, assumed } = read(
      '03:00.0 PCI bridge: Switch',
      '\tControl: I/O- Mem+ BusMaster+',
      '\tBus: primary=03, secondary=04, subordinate=04, sec-latency=0',
      '\tCapabilities: [80] Express (v2) Upstream Port, MSI 00',
    );
    const port = scenario.components.find(({ kind }) => kind === 'root-port');
    expect(port).toMatchObject({ bridge: { secondary: 3, subordinate: 4 } });
    expect(port?.assumed).toContain('synthetic');
    expect(assumed.some(({ fact }) => fact.includes('synthetic root-port'))).toBe(true);
  });
});

describe('what is no listing', () => {
  const problem = (text: string) => {
    const result = importFiles([{ name: 'paste', text }]);
    return result.ok ? 'imported' : result.error.code;
  };
  test.each([
    ['', 'empty'],
    [' \n\t\n', 'empty'],
    ['Dear all,\nplease find attached', 'notRecognised'],
    ['\u0000\u0001PNG', 'binary'],
    ['x'.repeat(5_000_001), 'tooLarge'],
  ])('is refused', (text, code) => expect(problem(text)).toBe(code));

  test('never throws', () => {
    const word = fc.constantFrom(
      '01:00.0 PCI bridge: X',
      '\tBus: primary=00, secondary=01, subordinate=ff',
      '\tCapabilities: [100 v1] Access Control Services',
      '\t\tACSCtl:\tSrcValid+',
      '00: 86 80',
      'IOMMU group: 9',
      '\tRegion 0: Memory at ffffffffffffffff (64-bit, prefetchable) [size=9999999E]',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string({ maxLength: 60 })), { maxLength: 40 }),
        (lines) => {
          importFiles([{ name: 'x', text: lines.join('\n') }]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
