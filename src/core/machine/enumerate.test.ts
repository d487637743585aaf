import { describe, expect, test } from 'vitest';
import {
  acs,
  bar32,
  bar64,
  newConventional,
  newEndpoint,
  newFunction,
  newGpu,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newPciBridge,
  newRootPort,
  newScenario,
  newSriovNic,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
  registerBar,
} from '../scenario/defaults.ts';
import type { Component, Link, Scenario, Transfer } from '../scenario/schema.ts';
import { formatBdf } from '../base/bdf.ts';
import { enumerate } from './enumerate.ts';
import type { Machine, MachineFunction } from './types.ts';

const host = newHostBridge({ id: 'host', name: 'CPU0' });
const port = (n: number): Component =>
  newRootPort({ id: `rp${n}`, name: `RP${n}`, parent: 'host' });
const endpoint = (n: number): Component => newEndpoint({ id: `ep${n}`, name: `EP${n}` });
const dsp = (n: number): Component =>
  newSwitchDownstream({ id: `dsp${n}`, name: `DSP${n}`, parent: 'sw' });
const upstream = newSwitchUpstream({ id: 'sw', name: 'SW' });
const link = (from: string, to: string): Link => newLink({ from, to });

function scene(
  components: readonly Component[],
  links: readonly Link[] = [],
  transfers: readonly Transfer[] = [],
): Scenario {
  return newScenario({
    title: '',
    components: [...components],
    links: [...links],
    transfers: [...transfers],
  });
}

function machineOf(scenario: Scenario): Machine {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) throw new Error(JSON.stringify(diagnostics));
  return machine;
}

function fnOf(machine: Machine, id: string): MachineFunction {
  const found = machine.functions[machine.functionById.get(id) ?? -1];
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const bdfs = (machine: Machine): Record<string, string> =>
  Object.fromEntries(machine.functions.map(({ id, bdf }) => [id, formatBdf(bdf)]));

const simple = [host, port(0), port(1), endpoint(0), endpoint(1)];
const simpleLinks = [link('rp0', 'ep0'), link('rp1', 'ep1')];

describe('numbers', () => {
  test('buses are numbered depth first, empty slots included', () => {
    const machine = machineOf(
      scene(
        [host, port(0), port(1), upstream, dsp(1), dsp(2), endpoint(0), endpoint(1)],
        [link('rp0', 'sw'), link('dsp1', 'ep0'), link('rp1', 'ep1')],
      ),
    );
    expect(bdfs(machine)).toEqual({
      rp0: '0000:00:01.0',
      rp1: '0000:00:02.0',
      sw: '0000:01:00.0',
      dsp1: '0000:02:01.0',
      dsp2: '0000:02:02.0',
      ep0: '0000:03:00.0',
      ep1: '0000:05:00.0',
    });
    expect(fnOf(machine, 'rp0').bridge).toMatchObject({ secondary: 1, subordinate: 4 });
    expect(fnOf(machine, 'dsp2').bridge).toMatchObject({
      secondary: 4,
      subordinate: 4,
      memory: null,
    });
  });

  test('further functions share the device and make it multi-function', () => {
    const second = newEndpoint({ id: 'ep0f1', name: 'second', parent: 'ep0' });
    const machine = machineOf(scene([...simple, second], simpleLinks));
    expect(bdfs(machine)).toMatchObject({ ep0: '0000:01:00.0', ep0f1: '0000:01:00.1' });
    expect(fnOf(machine, 'ep0').multifunction).toBe(true);
    expect(fnOf(machine, 'ep1').multifunction).toBe(false);
    expect(fnOf(machine, 'ep0f1').linkAbove).toBe(fnOf(machine, 'ep0').linkAbove);
    expect(machine.links[0]?.device).toEqual([
      fnOf(machine, 'ep0').index,
      fnOf(machine, 'ep0f1').index,
    ]);
  });

  test('a management function of a switch is beside its upstream port, an endpoint with a device number is below', () => {
    const beside = newEndpoint({ id: 'dma', name: 'DMA', parent: 'sw' });
    const below = newEndpoint({ id: 'ses', name: 'SES', parent: 'sw', device: 31, fn: 0 });
    const machine = machineOf(
      scene([host, port(0), upstream, dsp(1), beside, below], [link('rp0', 'sw')]),
    );
    expect(bdfs(machine)).toMatchObject({
      sw: '0000:01:00.0',
      dma: '0000:01:00.1',
      ses: '0000:02:1f.0',
    });
  });

  test('virtual functions sit at offset and stride, and push the next bus on when they overflow theirs', () => {
    const nic = newSriovNic({ id: 'nic', name: 'NIC', numVfs: 3 });
    const sriov = {
      enabled: true,
      totalVfs: 256,
      numVfs: 3,
      offset: 128,
      stride: 64,
      vfBars: [bar64(0, 65536)],
    };
    const machine = machineOf(
      scene(
        [host, port(0), port(1), { ...nic, sriov }, endpoint(1)],
        [link('rp0', 'nic'), link('rp1', 'ep1')],
      ),
    );
    expect(bdfs(machine)).toMatchObject({
      'nic.vf0': '0000:01:10.0',
      'nic.vf1': '0000:01:18.0',
      'nic.vf2': '0000:02:00.0',
      ep1: '0000:03:00.0',
    });
    expect(fnOf(machine, 'rp0').bridge).toMatchObject({ secondary: 1, subordinate: 2 });
    const vf = fnOf(machine, 'nic.vf1');
    expect(vf.physicalFunction).toBe(fnOf(machine, 'nic').index);
    const [first, second] = [fnOf(machine, 'nic.vf0'), vf].map(
      ({ bars }) => bars[0]?.window?.base ?? 0n,
    );
    expect((second ?? 0n) - (first ?? 0n)).toBe(65536n);
  });

  test('a stated function at the number of a virtual function takes its place', () => {
    const nic = newSriovNic({ id: 'nic', name: 'NIC', numVfs: 2 });
    const stated = newEndpoint({ id: 'vf', name: 'VF', parent: 'nic', fn: 1, bars: [] });
    const machine = machineOf(scene([host, port(0), nic, stated], [link('rp0', 'nic')]));
    expect(Object.keys(bdfs(machine))).toEqual(['rp0', 'nic', 'vf', 'nic.vf1']);
    expect(fnOf(machine, 'vf').physicalFunction).toBe(fnOf(machine, 'nic').index);
  });

  test('conventional devices sit on the bus of their bridge', () => {
    const bridge = newPciBridge({ id: 'br', name: 'bridge' });
    const cards = ['a', 'b'].map((id) => newConventional({ id, name: id, parent: 'br' }));
    const machine = machineOf(scene([host, port(0), bridge, ...cards], [link('rp0', 'br')]));
    expect(bdfs(machine)).toMatchObject({
      br: '0000:01:00.0',
      a: '0000:02:00.0',
      b: '0000:02:01.0',
    });
  });

  test('host bridges of one segment follow each other, those of another start at 0', () => {
    const hosts = [
      newHostBridge({ id: 'h0', name: 'h0' }),
      newHostBridge({ id: 'h1', name: 'h1' }),
      newHostBridge({ id: 'h2', name: 'h2', segment: 1 }),
    ];
    const ports = hosts.map(({ id }, n) => newRootPort({ id: `rp${n}`, name: '', parent: id }));
    const machine = machineOf(scene([...hosts, ...ports]));
    expect(bdfs(machine)).toEqual({
      rp0: '0000:00:01.0',
      rp1: '0000:02:01.0',
      rp2: '0001:00:01.0',
    });
  });

  test('what firmware stated is kept, and new things are numbered around it', () => {
    const stated = newRootPort({
      id: 'rp0',
      name: '',
      parent: 'host',
      device: 3,
      bridge: { secondary: 0x3b, subordinate: 0x3f },
    });
    const machine = machineOf(
      scene(
        [host, stated, port(1), upstream, dsp(1), endpoint(0), endpoint(1)],
        [link('rp0', 'sw'), link('dsp1', 'ep0'), link('rp1', 'ep1')],
      ),
    );
    expect(bdfs(machine)).toMatchObject({
      rp0: '0000:00:03.0',
      sw: '0000:3b:00.0',
      ep0: '0000:3d:00.0',
      ep1: '0000:01:00.0',
    });
    expect(fnOf(machine, 'rp0').bridge).toMatchObject({ secondary: 0x3b, subordinate: 0x3f });
  });

  test('stated bus numbers without room for a new switch are given up with a warning', () => {
    const stated = newRootPort({
      id: 'rp0',
      name: '',
      parent: 'host',
      bridge: { secondary: 1, subordinate: 1 },
    });
    const { machine, diagnostics } = enumerate(
      scene(
        [host, stated, upstream, dsp(1), endpoint(0)],
        [link('rp0', 'sw'), link('dsp1', 'ep0')],
      ),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['buses-renumbered']);
    expect(machine?.functions.at(-1)?.bdf.bus).toBe(3);
  });

  test('a bridge that firmware never configured matches no bus', () => {
    const idle = newRootPort({
      id: 'rp1',
      name: '',
      parent: 'host',
      bridge: { secondary: 0, subordinate: 0 },
    });
    const machine = machineOf(scene([host, port(0), idle, endpoint(0)], [link('rp0', 'ep0')]));
    expect(fnOf(machine, 'rp1').bridge).toMatchObject({ secondary: 0, subordinate: -1 });
  });
});

describe('addresses', () => {
  test('64-bit prefetchable BARs go above 4 GiB, all others below, each aligned to its size', () => {
    const gpu = newGpu({
      id: 'gpu',
      name: '',
      bars: [registerBar(0, 0x100_0000), bar64(2, 0x1000_0000), bar32(5, 4096)],
    });
    const machine = machineOf(scene([host, port(0), gpu], [link('rp0', 'gpu')]));
    const bases = fnOf(machine, 'gpu').bars.map(({ window }) => window?.base);
    expect(bases).toEqual([0x8000_0000n, 0x1000_0000_0000n, 0x8100_0000n]);
    expect(fnOf(machine, 'rp0').bridge).toMatchObject({
      memory: { base: 0x8000_0000n, limit: 0x810f_ffffn },
      prefetchable: { base: 0x1000_0000_0000n, limit: 0x1000_0fff_ffffn },
      io: null,
    });
  });

  test('stated BARs and windows are kept; an unstated BAR fills a gap of the stated window', () => {
    const memory = { base: '0x90000000', limit: '0x901fffff' };
    const stated = newRootPort({
      id: 'rp0',
      name: '',
      parent: 'host',
      bridge: { memory, prefetchable: null },
    });
    const bars = [{ ...bar32(0, 0x10_0000), address: '0x90000000' }, bar32(1, 0x1000)];
    const machine = machineOf(
      scene([host, stated, newEndpoint({ id: 'ep', name: '', bars })], [link('rp0', 'ep')]),
    );
    expect(fnOf(machine, 'ep').bars.map(({ window }) => window?.base)).toEqual([
      0x9000_0000n,
      0x9010_0000n,
    ]);
    expect(fnOf(machine, 'rp0').bridge?.memory).toEqual({
      base: 0x9000_0000n,
      limit: 0x901f_ffffn,
    });
  });

  test('stated addresses without room for a new BAR are given up with a warning', () => {
    const memory = { base: '0x90000000', limit: '0x900fffff' };
    const stated = newRootPort({ id: 'rp0', name: 'RP0', parent: 'host', bridge: { memory } });
    const bars = [bar32(0, 0x20_0000)];
    const { machine, diagnostics } = enumerate(
      scene([host, stated, newEndpoint({ id: 'ep', name: 'EP', bars })], [link('rp0', 'ep')]),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['addresses-reassigned']);
    expect(machine?.functions.at(-1)?.bars[0]?.window?.base).toBe(0x8000_0000n);
  });

  test('a BAR that the source shows unassigned stays so', () => {
    const bars = [
      { ...bar32(0, 0x1000), address: null },
      { ...bar32(1, 1), sizeBytes: null },
    ];
    const machine = machineOf(
      scene([host, port(0), newEndpoint({ id: 'ep', name: '', bars })], [link('rp0', 'ep')]),
    );
    expect(fnOf(machine, 'ep').bars.map(({ window }) => window)).toEqual([null, null]);
  });

  test('I/O BARs go through the I/O window; without room they stay unassigned with a warning', () => {
    const io = (id: string, sizeBytes: number): Component =>
      newFunction({
        id,
        name: id,
        kind: 'legacy-endpoint',
        bars: [{ index: 0, space: 'io', is64: false, prefetchable: false, sizeBytes }],
      });
    const { machine, diagnostics } = enumerate(
      scene(
        [host, port(0), port(1), io('a', 256), io('b', 0x1_0000)],
        [link('rp0', 'a'), link('rp1', 'b')],
      ),
    );
    expect(diagnostics.map(({ code, subject }) => [code, subject])).toEqual([
      ['io-exhausted', 'b'],
    ]);
    expect(machine?.functions.map(({ bars }) => bars[0]?.window?.base)).toEqual([
      undefined,
      undefined,
      0x1000n,
      undefined,
    ]);
  });

  test('control bits without capability are 0, enhanced ones need the enhanced bit', () => {
    const words = (capability: number): number | undefined => {
      const rp = newRootPort({ id: 'rp', name: '', parent: 'host', acs: acs(capability, 0x1fff) });
      return machineOf(scene([host, rp])).functions[0]?.acs?.control;
    };
    expect(words(0x1d)).toBe(0x1d);
    expect(words(0x9d)).toBe(0x1f9d);
  });
});

const to = { kind: 'bar', function: 'ep0', bar: 2, offset: '0x0' } as const;
const write = (given: Partial<Transfer>): Scenario =>
  scene(
    [...simple, newMemory({ id: 'mem', name: 'DRAM', parent: 'host', sizeBytes: 4096 })],
    simpleLinks,
    [newTransfer({ id: 't', name: 'T', from: 'ep1', to, ...given })],
  );
const withEp = (given: Parameters<typeof newEndpoint>[0]): Scenario =>
  scene([host, port(0), newEndpoint(given)], [link('rp0', given.id)]);
const ep = { id: 'ep0', name: 'EP0' };

describe('a graph that cannot exist is refused, with the thing and a sentence', () => {
  const WRONG: readonly [string, Scenario, string, string][] = [
    ['a loop of links', scene([host, upstream, dsp(1)], [link('dsp1', 'sw')]), 'loop', 'sw'],
    [
      'two parents',
      scene([host, port(0), port(1), endpoint(0)], [link('rp0', 'ep0'), link('rp1', 'ep0')]),
      'two-parents',
      'ep0',
    ],
    [
      'no host bridge',
      scene([upstream, dsp(1), endpoint(0)], [link('dsp1', 'ep0')]),
      'no-host-bridge',
      'sw',
    ],
    ['a parent that is not there', scene([port(0)]), 'parent-missing', 'rp0'],
    [
      'two links on a port',
      scene(simple, [link('rp0', 'ep0'), link('rp0', 'ep1')]),
      'two-links-on-port',
      'rp0',
    ],
    [
      'a link and a parent',
      scene(
        [...simple, newEndpoint({ id: 'x', name: '', parent: 'ep0' })],
        [...simpleLinks, link('rp1', 'x')],
      ),
      'two-links-on-port',
      'rp1',
    ],
    [
      'a function on a link that is inside another',
      scene(
        [host, port(0), port(1), endpoint(0), newEndpoint({ id: 'x', name: '', parent: 'ep0' })],
        [link('rp0', 'ep0'), link('rp1', 'x')],
      ),
      'link-and-parent',
      'x',
    ],
    [
      'a link from an endpoint',
      scene(simple, [link('ep0', 'ep1')]),
      'link-from-no-port',
      'ep0-ep1',
    ],
    ['a link into a root port', scene(simple, [link('rp0', 'rp1')]), 'link-to-port', 'rp0-rp1'],
    ['a link to nothing', scene(simple, [link('rp0', 'ep9')]), 'link-end-missing', 'rp0-ep9'],
    ['an id used twice', scene([host, port(0), port(0)]), 'duplicate-id', 'rp0'],
    ['x3', scene(simple, [newLink({ from: 'rp0', to: 'ep0', width: 3 })]), 'link-width', 'rp0-ep0'],
    [
      '7 GT/s',
      scene(simple, [newLink({ from: 'rp0', to: 'ep0', speedGtps: 7 })]),
      'link-speed',
      'rp0-ep0',
    ],
    ['a BAR of 3 KiB', withEp({ ...ep, bars: [bar32(0, 3072)] }), 'bar-size', 'ep0'],
    ['64-bit BAR 5', withEp({ ...ep, bars: [bar64(5, 4096)] }), 'bar-index', 'ep0'],
    [
      'BAR 1 inside a 64-bit BAR 0',
      withEp({ ...ep, bars: [bar64(0, 4096), bar32(1, 4096)] }),
      'bar-pair',
      'ep0',
    ],
    ['64-bit I/O', withEp({ ...ep, bars: [{ ...bar64(0, 256), space: 'io' }] }), 'bar-type', 'ep0'],
    ['MPS 300', withEp({ ...ep, mps: 300 }), 'mps-value', 'ep0'],
    ['MRRS 0', withEp({ ...ep, mrrs: 0 }), 'mrrs-value', 'ep0'],
    [
      '3 GiB below 4 GiB',
      withEp({ ...ep, bars: [bar32(0, 2 ** 31), bar32(1, 2 ** 31)] }),
      'mmio-exhausted',
      'rp0',
    ],
    [
      'two functions at one place',
      scene([
        host,
        newRootPort({ id: 'a', name: 'A', parent: 'host', device: 1 }),
        newRootPort({ id: 'b', name: 'B', parent: 'host', device: 1 }),
      ]),
      'device-function-clash',
      'b',
    ],
    [
      'two host bridges at one root bus',
      scene([
        newHostBridge({ id: 'a', name: 'A', rootBus: 0 }),
        newHostBridge({ id: 'b', name: 'B', rootBus: 0 }),
      ]),
      'root-bus-clash',
      'a',
    ],
    [
      'an MMIO range backwards',
      scene([
        newHostBridge({
          id: 'a',
          name: 'A',
          mmioBelow4g: { base: '0x90000000', limit: '0x8fffffff' },
        }),
      ]),
      'mmio-range',
      'a',
    ],
    [
      'memory of no host bridge',
      scene([host, newMemory({ id: 'm', name: 'M', parent: 'x' })]),
      'parent-missing',
      'm',
    ],
    [
      'two IOMMUs',
      scene([host, ...['i', 'j'].map((id) => newIommu({ id, name: id, parent: 'host' }))]),
      'two-iommus',
      'j',
    ],
    ['a transfer from nowhere', write({ from: 'ep9' }), 'transfer-end-missing', 't'],
    [
      'a transfer to a function that is not there',
      write({ to: { ...to, function: 'ep9' } }),
      'transfer-end-missing',
      't',
    ],
    [
      'a transfer to memory that is not there',
      write({ to: { kind: 'memory', memory: 'x', offset: '0x0' } }),
      'transfer-end-missing',
      't',
    ],
    [
      'a transfer to a BAR that is not there',
      write({ to: { ...to, bar: 5 } }),
      'transfer-bar-missing',
      't',
    ],
    [
      'a transfer beyond the BAR',
      write({ to: { ...to, offset: '0xfffffff' } }),
      'transfer-beyond-target',
      't',
    ],
    [
      'a transfer beyond memory',
      write({ to: { kind: 'memory', memory: 'mem', offset: '0xfff' } }),
      'transfer-beyond-target',
      't',
    ],
    ['an atomic of 256 bytes', write({ op: 'FetchAdd' }), 'atomic-size', 't'],
  ];

  test.each(WRONG)('%s', (_name, scenario, code, subject) => {
    const { machine, diagnostics } = enumerate(scenario);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map((one) => [one.code, one.subject])).toContainEqual([code, subject]);
    expect(machine).toBeNull();
    for (const { message } of diagnostics) expect(message).toMatch(/^\S[^\n]+\.$/);
  });

  test('more than 256 buses', () => {
    const ports = Array.from({ length: 8 }, (_, n) =>
      newRootPort({ id: `rp${n}`, name: `RP${n}`, parent: 'host' }),
    );
    const switches = ports.flatMap(({ id }) => [
      newSwitchUpstream({ id: `${id}-sw`, name: '' }),
      ...Array.from({ length: 32 }, (_, n) =>
        newSwitchDownstream({ id: `${id}-d${n}`, name: `D${n}`, parent: `${id}-sw` }),
      ),
    ]);
    const { machine, diagnostics } = enumerate(
      scene(
        [host, ...ports, ...switches],
        ports.map(({ id }) => link(id, `${id}-sw`)),
      ),
    );
    expect(machine).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-many-buses']);
  });

  test('all problems are reported, not the first alone', () => {
    const { diagnostics } = enumerate(
      scene(
        [host, port(0), endpoint(0), newEndpoint({ id: 'x', name: '', mps: 1 })],
        [newLink({ from: 'rp0', to: 'x', width: 5 }), link('rp0', 'ep0')],
      ),
    );
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      'link-width',
      'mps-value',
      'not-connected',
      'two-links-on-port',
    ]);
  });
});

describe('what real machines show is tolerated with a warning', () => {
  const ODD: readonly [string, Scenario, string, string][] = [
    [
      'a device that is connected to nothing',
      scene([...simple, endpoint(2)], simpleLinks),
      'not-connected',
      'ep2',
    ],
    [
      'a bus outside the range above',
      scene(
        [
          host,
          newRootPort({
            id: 'rp0',
            name: 'RP0',
            parent: 'host',
            bridge: { secondary: 1, subordinate: 2 },
          }),
          newSwitchUpstream({ id: 'sw', name: 'SW', bridge: { secondary: 7, subordinate: 7 } }),
        ],
        [link('rp0', 'sw')],
      ),
      'bus-outside-parent',
      'sw',
    ],
    [
      'MPS beyond what the device supports',
      withEp({ ...ep, mps: 1024, mpsSupported: 512 }),
      'mps-unsupported',
      'ep0',
    ],
    [
      'a BAR off its alignment',
      withEp({ ...ep, bars: [{ ...bar32(0, 0x2000), address: '0x90001000' }] }),
      'bar-alignment',
      'ep0',
    ],
    [
      'BARs that overlap',
      withEp({
        ...ep,
        bars: [0, 1].map((index) => ({ ...bar32(index, 4096), address: '0x90000000' })),
      }),
      'address-overlap',
      'ep0',
    ],
    [
      'an egress vector longer than its register',
      withEp({ ...ep, acs: { capability: 0x420, control: 0, egressVector: '0x10' } }),
      'egress-vector-size',
      'ep0',
    ],
    [
      'an egress vector without EC',
      withEp({ ...ep, acs: { capability: 4, control: 0, egressVector: '0x1' } }),
      'egress-vector-unused',
      'ep0',
    ],
    [
      'virtual functions without a stride',
      withEp({
        ...ep,
        sriov: { enabled: true, totalVfs: 4, numVfs: 4, offset: 1, stride: 0, vfBars: [] },
      }),
      'vf-numbering',
      'ep0',
    ],
    [
      'more virtual functions than supported',
      withEp({
        ...ep,
        sriov: { enabled: true, totalVfs: 1, numVfs: 2, offset: 1, stride: 1, vfBars: [] },
      }),
      'vf-count',
      'ep0',
    ],
    [
      'a stream table entry for nobody',
      scene([
        host,
        newIommu({
          id: 'smmu',
          name: 'SMMU',
          parent: 'host',
          streams: [{ requester: 'x', t: 0, config: 'bypass' }],
        }),
      ]),
      'stream-requester-missing',
      'smmu',
    ],
  ];

  test.each(ODD)('%s', (_name, scenario, code, subject) => {
    const { machine, diagnostics } = enumerate(scenario);
    expect(diagnostics.map((one) => [one.severity, one.code, one.subject])).toEqual([
      ['warning', code, subject],
    ]);
    expect(diagnostics[0]?.message).toMatch(/^\S[^\n]+\.$/);
    expect(machine).not.toBeNull();
  });

  test('an empty document is an empty machine', () => {
    expect(enumerate(scene([]))).toMatchObject({
      machine: { functions: [], hostBridges: [] },
      diagnostics: [],
    });
  });
});
