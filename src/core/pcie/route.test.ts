import { describe, expect, test } from 'vitest';
import {
  machineOf,
  pcieScenario,
  queryOf,
  routed,
  trippedRules,
} from '../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../tests/pcie-fixture.ts';
import { busAddr } from '../base/address.ts';
import { ROUTING_RULES } from '../rules/routing.ts';
import { TDISP_RULES } from '../rules/tdisp.ts';
import {
  acs,
  bar32,
  bar64,
  newConventional,
  newEndpoint,
  newHostBridge,
  newLink,
  newPciBridge,
  newRootPort,
} from '../scenario/defaults.ts';
import type { Acs } from '../scenario/schema.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { route } from './route.ts';
import type { RequestTlp, RouteQuery, Translator } from './types.ts';

type Bit = keyof typeof ACS_BIT;
const set = (...bits: Bit[]): { acs: Acs } => ({
  acs: acs(
    0x7f,
    bits.reduce((word, bit) => word | ACS_BIT[bit], 0),
  ),
});
const IOVA = busAddr(0x1_0000_0000_0000n);
const READ: Partial<RequestTlp> = { kind: 'MRd' };
const TRUSTED = { tdisp: { state: 'RUN' as const, dmaEnabled: true } };

/** A translator that adds an offset, or refuses. */
function translator(answer: 'fault' | { to: bigint; pas?: 'NS' | 'REALM' }): Partial<RouteQuery> {
  const one: Translator = {
    translate: () =>
      answer === 'fault'
        ? { kind: 'fault', event: 'F_TRANSLATION', rule: 'SMMU-S2', operands: [], walk: [] }
        : {
            kind: 'translated',
            address: answer.to,
            pas: answer.pas ?? 'NS',
            memoryType: 'Device-nGnRE',
            rule: 'SMMU-S2',
            operands: [],
            walk: [],
          },
  };
  return { translators: new Map([[0, one]]) };
}

interface Row {
  readonly fact: string;
  readonly changes?: Changes;
  readonly from?: string;
  readonly to?: string;
  readonly request?: Partial<RequestTlp>;
  readonly more?: Partial<RouteQuery>;
  readonly outcome: string;
  /** The rule that ends the request. */
  readonly rule: string;
  readonly status?: string | null;
}

const MULTIFUNCTION: Changes = {
  add: [newEndpoint({ id: 'EP1b', name: 'EP1b', parent: 'EP1', fn: 1, bars: [bar64(0, 1 << 20)] })],
};
const CONVENTIONAL: Changes = {
  add: [
    newRootPort({ id: 'RP2', name: 'RP2', parent: 'RC' }),
    newPciBridge({ id: 'BR', name: 'BR' }),
    newConventional({ id: 'C1', name: 'C1', parent: 'BR', bars: [bar32(0, 4096)] }),
    newConventional({ id: 'C2', name: 'C2', parent: 'BR', bars: [bar32(0, 4096)] }),
  ],
  links: [newLink({ from: 'RP2', to: 'BR' })],
};
const TWO_SOCKETS: Changes = {
  add: [
    newHostBridge({ id: 'RC1', name: 'RC1', rootBus: 0x80 }),
    newRootPort({ id: 'RP8', name: 'RP8', parent: 'RC1' }),
    newEndpoint({ id: 'EP8', name: 'EP8', bars: [bar64(0, 1 << 20)] }),
  ],
  links: [newLink({ from: 'RP8', to: 'EP8' })],
};

const ROWS: readonly Row[] = [
  {
    fact: 'a write goes straight to the peer when RR is off',
    outcome: 'delivered',
    rule: 'ROUTE-BAR',
    status: null,
  },
  {
    fact: 'a function without Bus Master Enable sends nothing',
    changes: { change: { EP1: { busMaster: false } } },
    request: READ,
    outcome: 'dropped',
    rule: 'ROUTE-BME-OFF',
    status: null,
  },
  {
    fact: 'a port without Bus Master Enable forwards nothing up',
    changes: { change: { A: { busMaster: false } } },
    request: READ,
    outcome: 'unsupportedRequest',
    rule: 'ROUTE-BRIDGE-BME-OFF',
    status: 'UR',
  },
  {
    fact: 'configuration requests never travel up',
    request: { kind: 'CfgRd' },
    outcome: 'unsupportedRequest',
    rule: 'ROUTE-CFG-UP',
    status: 'UR',
  },
  {
    fact: 'a target without Memory Space Enable is UR',
    changes: { change: { EP2: { memoryDecode: false } } },
    request: READ,
    outcome: 'unsupportedRequest',
    rule: 'ROUTE-MSE-OFF',
    status: 'UR',
  },
  {
    fact: 'an address that nothing in the machine decodes is UR at the root complex',
    request: { ...READ, address: busAddr(0n) },
    outcome: 'unsupportedRequest',
    rule: 'RC-NO-DECODE',
    status: 'UR',
  },
  {
    fact: 'a translation request at an endpoint is UR',
    request: { ...READ, at: 'translationRequest' },
    outcome: 'unsupportedRequest',
    rule: 'ROUTE-AT-REQUEST',
    status: 'UR',
  },
  {
    fact: 'a link that is down below the peer port is UR',
    changes: { change: { 'B-EP2': { width: 0 } } },
    request: READ,
    outcome: 'unsupportedRequest',
    rule: 'ROUTE-LINK-DOWN',
    status: 'UR',
  },
  {
    fact: 'a payload above the MPS of the target is Malformed and gets no completion',
    changes: { change: { EP2: { mps: 128 } } },
    request: { bytes: 256 },
    outcome: 'dropped',
    rule: 'ROUTE-MALFORMED-MPS',
    status: null,
  },
  {
    fact: 'what was not meant is still served, and nothing reports it',
    more: { intended: { kind: 'memory', index: 0 } },
    outcome: 'wrongTarget',
    rule: 'ROUTE-WRONG-TARGET',
  },
  {
    fact: 'between root ports the root complex takes the short cut when RR is off',
    to: 'EP3',
    request: READ,
    outcome: 'delivered',
    rule: 'ROUTE-BAR',
    status: 'SC',
  },
  {
    fact: 'a root complex that forwards nothing answers UR',
    changes: { change: { RC: { rcP2P: 'none' } } },
    to: 'EP3',
    request: READ,
    outcome: 'unsupportedRequest',
    rule: 'RC-P2P-NONE',
    status: 'UR',
  },
  {
    fact: 'where only writes are forwarded, a read succeeds with all ones',
    changes: { change: { RC: { rcP2P: 'writesOnly' } } },
    to: 'EP3',
    request: READ,
    outcome: 'allOnes',
    rule: 'RC-P2P-READ',
    status: 'SC',
  },
  {
    fact: 'where only writes are forwarded, a write arrives',
    changes: { change: { RC: { rcP2P: 'writesOnly' } } },
    to: 'EP3',
    outcome: 'delivered',
    rule: 'ROUTE-BAR',
  },
  {
    fact: 'memory of the host serves what no port claims',
    request: { ...READ, address: busAddr(0x80_0000_0000n) },
    more: { intended: { kind: 'memory', index: 0 } },
    outcome: 'delivered',
    rule: 'RC-DRAM',
    status: 'SC',
  },
  {
    fact: 'on x86 a write to the interrupt window is an interrupt',
    changes: { system: { cpu: 'intel' } },
    request: { address: busAddr(0xfee0_0000n), bytes: 4 },
    outcome: 'delivered',
    rule: 'RC-MSI',
  },
  {
    fact: 'an IOMMU fault ends a read with UR',
    request: { ...READ, address: IOVA },
    more: translator('fault'),
    outcome: 'faulted',
    rule: 'SMMU-S2',
    status: 'UR',
  },
  {
    fact: 'an IOMMU that does not know ATS answers no translation request',
    request: { ...READ, at: 'translationRequest', address: IOVA },
    more: translator({ to: 0x80_0000_0000n }),
    outcome: 'unsupportedRequest',
    rule: 'RC-ATS-NONE',
    status: 'UR',
  },
  {
    fact: 'without an IOMMU nobody answers a translation request',
    request: { ...READ, at: 'translationRequest', address: IOVA },
    outcome: 'unsupportedRequest',
    rule: 'RC-ATS-NONE',
    status: 'UR',
  },
  {
    fact: 'T=1 needs an IOMMU with a Realm side',
    changes: { change: { EP1: TRUSTED } },
    request: { ...READ, t: 1, address: IOVA },
    outcome: 'unsupportedRequest',
    rule: 'RP-T-NO-REALM',
    status: 'UR',
  },
  {
    fact: 'a function without TDISP never sets T',
    request: { ...READ, t: 1 },
    outcome: 'dropped',
    rule: 'TDISP-ISSUE',
    status: null,
  },
  {
    fact: 'T=0 to trusted memory is refused with UR',
    changes: { change: { EP2: TRUSTED } },
    request: READ,
    outcome: 'unsupportedRequest',
    rule: 'TDISP-TEE-T0',
    status: 'UR',
  },
  {
    fact: 'T=1 straight through a switch is misrouted and never answered',
    changes: { change: { EP1: TRUSTED, EP2: TRUSTED } },
    request: { ...READ, t: 1 },
    outcome: 'dropped',
    rule: 'IDE-MISROUTED',
    status: null,
  },
];

const HOLED = { bridge: { prefetchable: { base: '0x4000000000', limit: '0x400fffffff' } } };

const REALM_ROWS = [
  { fact: 'refuses T=1 while it is locked', state: 'CONFIG_LOCKED', rule: 'TDISP-STATE' },
  { fact: 'refuses T=1 in error', state: 'ERROR', rule: 'TDISP-STATE' },
  { fact: 'refuses T=1 while unlocked', state: 'CONFIG_UNLOCKED', rule: 'TDISP-UNLOCKED-T1' },
  { fact: 'takes T=1 in RUN', state: 'RUN', rule: 'ROUTE-BAR' },
  {
    fact: 'refuses T=1 to a range that is not trusted',
    state: 'RUN',
    nonTee: true,
    rule: 'TDISP-NON-TEE-T1',
  },
];

describe('route', () => {
  test.each(REALM_ROWS)('a trusted interface $fact', ({ state, rule, nonTee = false }) => {
    const tdisp = { state, dmaEnabled: true };
    const changes: Changes = {
      change: { EP1: TRUSTED, EP3: { tdisp, bars: [{ ...bar64(0, 1 << 20), nonTee }] } },
    };
    const machine = machineOf(pcieScenario(changes));
    const target = queryOf(machine, 'EP1', 'EP3').request.address;
    const more = translator({ to: target, pas: 'REALM' });
    const found = routed(changes, 'EP1', 'EP3', { ...READ, t: 1, address: IOVA }, more);
    expect(found.steps.at(-1)).toBe(`EP3 ${rule}`);
  });

  test('a bridge without Memory Space Enable claims nothing from above', () => {
    const found = routed({ change: { USP: { memoryDecode: false } } }, 'EP3', 'EP2', READ);
    expect(found.steps.at(-1)).toBe('USP ROUTE-BRIDGE-MSE-OFF');
    expect(found.back.at(-1)).toBe('EP3 ROUTE-CPL-DELIVERED');
  });

  test('a hole in the window of a switch is UR, from above at the upstream port, from below by ACS', () => {
    const changes: Changes = { change: { RP0: HOLED, USP: HOLED } };
    const hole: Partial<RequestTlp> = { ...READ, address: busAddr(0x40_0fff_ff00n) };
    const above = routed(changes, 'EP3', 'EP2', hole);
    expect(above.steps.at(-1)).toBe('USP ROUTE-NO-WINDOW');
    const beneath = routed(changes, 'EP1', 'EP2', hole);
    expect(beneath.steps.at(-1)).toBe('A ACS-UNCLAIMED');
  });

  test('an address in the window of the port but in no BAR is UR at the device', () => {
    const changes: Changes = { change: { EP2: { bars: [bar64(0, 1 << 16)] } } };
    const machine = machineOf(pcieScenario(changes));
    const { address } = queryOf(machine, 'EP1', 'EP2').request;
    const past = busAddr(address + 0x20000n);
    const found = routed(changes, 'EP1', 'EP2', { ...READ, address: past });
    expect(found.steps.at(-1)).toBe('EP2 ROUTE-NO-BAR');
  });

  test('the completion for a requester ID that nobody has is dropped as unexpected', () => {
    const found = routed({}, 'EP1', 'EP2', { ...READ, requesterId: 0x7700 });
    expect(found.back.at(-1)).toBe('RC ROUTE-ID-NOWHERE');
    expect(found.outcome).toBe('completionTimeout');
  });

  test.each(ROWS)('$fact', ({ changes = {}, from = 'EP1', to = 'EP2', request, more, ...want }) => {
    const found = routed(changes, from, to, request, more);
    expect(found.steps.at(-1)).toContain(` ${want.rule}`);
    expect(found.outcome).toBe(want.outcome);
    if (want.status !== undefined) expect(found.completionStatus).toBe(want.status);
  });

  test('the usual setting sends a write up to the root complex and down again', () => {
    const usual = set('SV', 'RR', 'CR', 'UF');
    const found = routed({ change: { A: usual, B: usual, RP0: usual } }, 'EP1', 'EP2');
    expect(found.steps).toEqual([
      'EP1 ROUTE-ISSUE',
      'A ACS-RR',
      'USP ROUTE-UP',
      'RP0 ACS-UF',
      'RC RC-P2P',
      'RP0 ROUTE-DOWN',
      'USP ROUTE-DOWN',
      'B ROUTE-DOWN',
      'EP2 ROUTE-BAR',
    ]);
    expect(found.verdict).toBe('redirected');
  });

  test('with everything through a TBU even an unredirected request meets the IOMMU', () => {
    const changes: Changes = { change: { RC: { p2pRoute: 'tbu' } } };
    const machine = machineOf(pcieScenario(changes));
    const target = queryOf(machine, 'EP1', 'EP3').request.address;
    const found = routed(changes, 'EP1', 'EP3', {}, translator({ to: target }));
    expect(found.steps).toContain('RC SMMU-S2');
    expect(found.steps).toContain('RC RC-P2P-TBU');
  });

  test('inside the root complex an unredirected request skips the IOMMU', () => {
    const found = routed({}, 'EP1', 'EP3', {}, translator('fault'));
    expect(found.steps).toContain('RC RC-P2P-DIRECT');
    expect(found.outcome).toBe('delivered');
  });

  test('an untranslated IOVA that equals a peer window reaches the peer by mistake', () => {
    const found = routed({}, 'EP1', 'EP2', {}, translator({ to: 0x80_0000_0000n }));
    expect(found.steps).toEqual([
      'EP1 ROUTE-ISSUE',
      'A ACS-RR-OFF',
      'B ROUTE-DOWN',
      'EP2 ROUTE-BAR',
    ]);
  });

  test('DT trap: the translated read goes direct, its completion through the root', () => {
    const changes: Changes = {
      change: { A: set('RR', 'DT'), B: set('CR'), RP0: set('UF') },
    };
    const found = routed(changes, 'EP1', 'EP2', { kind: 'MRd', at: 'translated' });
    expect(found.steps).toContain('A ACS-DT');
    expect(found.steps).not.toContain('RC RC-P2P');
    expect(found.back).toEqual([
      'EP2 ROUTE-CPL-ISSUE',
      'B ACS-CR',
      'USP ROUTE-UP',
      'RP0 ACS-UF',
      'RC RC-CPL',
      'RP0 ROUTE-DOWN',
      'USP ROUTE-DOWN',
      'A ROUTE-DOWN',
      'EP1 ROUTE-CPL-DELIVERED',
    ]);
    const relaxed = routed(changes, 'EP1', 'EP2', { kind: 'MRd', at: 'translated', ro: true });
    expect(relaxed.back).toContain('B ACS-CR-RO');
    expect(relaxed.back).toHaveLength(4);
  });

  test('a completion that gets lost leaves the requester to time out', () => {
    const found = routed({ change: { B: set('CR') } }, 'EP1', 'EP2', READ);
    expect(found).toMatchObject({ outcome: 'completionTimeout', completionStatus: null });
    expect(found.back.at(-1)).toBe('RP0 ACS-UF-OFF-CPL');
  });

  test('the completion of a violation comes from the port that refused', () => {
    const found = routed(
      {
        change: {
          A: { acs: { ...acs(0x7f, ACS_BIT.EC), egressVector: '0x20' } },
          B: { portNumber: 5 },
        },
      },
      'EP1',
      'EP2',
      READ,
    );
    expect(found).toMatchObject({ outcome: 'completerAbort', completionStatus: 'CA' });
    expect(found.request.at(-1)).toMatchObject({
      rule: 'ACS-EC',
      aer: 'acsViolation',
      status: 'CA',
    });
    expect(found.back).toEqual(['A ROUTE-CPL-ISSUE', 'EP1 ROUTE-CPL-DELIVERED']);
  });

  test('where ACS is unknown and matters, both ways are named and none is guessed', () => {
    const unknown = { acs: { capability: 0x1f, control: null } };
    const found = routed({ change: { A: unknown } }, 'EP1', 'EP2');
    expect(found).toMatchObject({ outcome: 'unmodelled', verdict: 'unmodelled' });
    expect(found.request.at(-1)).toMatchObject({
      rule: 'ACS-UNKNOWN',
      instead: [
        { change: 'ACS off', leadsTo: 'direct' },
        { change: 'SV RR CR UF set', leadsTo: 'redirected' },
      ],
    });
    const up = routed({ change: { A: unknown } }, 'EP1', 'EP3');
    expect(up.outcome).toBe('delivered');
  });

  test('functions of one device without ACS meet at the port above, which refuses', () => {
    const found = routed(MULTIFUNCTION, 'EP1', 'EP1b', READ);
    expect(found.steps).toEqual(['EP1 ROUTE-NO-INTERNAL-PATH', 'A ACS-UF-OFF']);
  });

  test('functions of one device with ACS decide inside it', () => {
    const inside: Changes = { ...MULTIFUNCTION, change: { EP1: set() } };
    expect(routed(inside, 'EP1', 'EP1b').steps).toEqual(['EP1 ACS-RR-OFF', 'EP1b ROUTE-BAR']);
    const redirected: Changes = { ...MULTIFUNCTION, change: { EP1: set('RR'), A: set('UF') } };
    expect(routed(redirected, 'EP1', 'EP1b').steps.slice(0, 2)).toEqual(['EP1 ACS-RR', 'A ACS-UF']);
  });

  test('devices on a conventional bus reach one another without any port', () => {
    const found = routed(CONVENTIONAL, 'C1', 'C2');
    expect(found.steps).toEqual(['C1 ROUTE-CONVENTIONAL-BUS', 'C2 ROUTE-BAR']);
  });

  test('a bridge owns the requests of its conventional devices and gives the completions back', () => {
    const found = routed(CONVENTIONAL, 'C2', 'EP2', READ);
    expect(found.steps.slice(0, 2)).toEqual(['C2 ROUTE-ISSUE', 'BR ROUTE-PCI-BRIDGE-ID']);
    expect(found.back.at(-1)).toBe('C2 ROUTE-CPL-DELIVERED');
    expect(found.outcome).toBe('delivered');
  });

  test('the root complex cuts completions to the MPS of the port that they leave through', () => {
    const small: Changes = { change: { RP0: { mps: 128 }, USP: { mps: 128 }, EP1: { mps: 128 } } };
    const found = routed(small, 'EP1', 'EP3', { kind: 'MRd', bytes: 256 });
    expect(found.outcome).toBe('delivered');
    const uncut: Changes = { change: { ...small.change, RC: { rpResplit: false } } };
    const refused = routed(uncut, 'EP1', 'EP3', { kind: 'MRd', bytes: 256 });
    expect(refused.back.at(-1)).toBe('USP ROUTE-MALFORMED-MPS');
    expect(refused.outcome).toBe('completionTimeout');
  });

  test('across host bridges both root complexes must forward', () => {
    const found = routed(TWO_SOCKETS, 'EP1', 'EP8', READ);
    expect(found.steps).toContain('RC RC-P2P-FABRIC');
    expect(found.back.at(-1)).toBe('EP1 ROUTE-CPL-DELIVERED');
    const half: Changes = { ...TWO_SOCKETS, change: { RC1: { rcP2P: 'none' } } };
    expect(routed(half, 'EP1', 'EP8', READ).steps.at(-1)).toBe('RC RC-P2P-NONE');
  });

  test('a CPU address differs from the bus address by the offset of the host bridge', () => {
    const changes: Changes = {
      ...TWO_SOCKETS,
      change: { RC1: { busOffset: '0x100000000000' } },
    };
    const machine = machineOf(pcieScenario(changes));
    const asked = queryOf(machine, 'EP1', 'EP8');
    const physical = busAddr(asked.request.address + 0x1000_0000_0000n);
    const found = route({ ...asked, request: { ...asked.request, address: physical } });
    expect(found.outcome).toBe('delivered');
    expect(found.request.at(-1)?.address).toBe(asked.request.address);
  });

  test('an IOMMU whose tables are unknown is said to be one', () => {
    const found = routed({ system: { iommu: 'on' } }, 'EP1', 'EP3', {
      address: busAddr(0x80_0000_0000n),
    });
    expect(found.steps).toContain('RC RC-IOMMU-ELSEWHERE');
  });

  test('a read from Realm space leaves with T=1 and comes back with the T of the request', () => {
    const changes: Changes = { change: { EP1: TRUSTED, EP3: TRUSTED } };
    const machine = machineOf(pcieScenario(changes));
    const target = queryOf(machine, 'EP1', 'EP3').request.address;
    const realm = translator({ to: target, pas: 'REALM' });
    const found = routed(changes, 'EP1', 'EP3', { kind: 'MRd', t: 1, address: IOVA }, realm);
    expect(found.outcome).toBe('delivered');
    expect(found.request.at(-1)).toMatchObject({ t: 1, address: target });
    const shared = translator({ to: target, pas: 'NS' });
    const open: Changes = { change: { EP1: TRUSTED } };
    const plain = routed(open, 'EP1', 'EP3', { kind: 'MRd', t: 1, address: IOVA }, shared);
    expect(plain.request.at(-1)).toMatchObject({ t: 0, rule: 'ROUTE-BAR' });
    expect(plain.completion.at(-1)).toMatchObject({ t: 1 });
    const secret = routed(open, 'EP1', 'EP3', { kind: 'MRd', t: 1, address: IOVA }, realm);
    expect(secret.steps.at(-1)).toBe('RP1 RP-T-NO-STREAM');
  });

  test('a root complex that does not turn around inside one port refuses the way back down', () => {
    const redirect: Changes = {
      change: { A: set('RR', 'UF'), RP0: set('UF', 'RR'), RC: { hairpin: false } },
    };
    const found = routed(redirect, 'EP1', 'EP2', READ);
    expect(found.request.at(-1)).toMatchObject({ rule: 'RC-NO-HAIRPIN', status: 'UR' });
    const other = routed(redirect, 'EP1', 'EP3', READ);
    expect(other.outcome).toBe('delivered');
  });

  test('a burst gathered from Normal memory is cut to the MPS of the port, or is Malformed', () => {
    const machine = machineOf(pcieScenario({}));
    const target = queryOf(machine, 'EP1', 'EP3').request.address;
    const gathering = (mayGather: boolean): Partial<RouteQuery> => {
      const answer = {
        kind: 'translated',
        address: target,
        pas: 'NS',
        memoryType: 'Normal-WB',
        mayGather,
        rule: 'SMMU-S2',
        operands: [],
        walk: [],
      } as const;
      return { translators: new Map([[0, { translate: () => answer }]]) };
    };
    const writes = { kind: 'MWr', address: IOVA, bytes: 256, burstBytes: 1024 } as const;
    const merging = (rpResplit: boolean): Changes => ({
      change: { RC: { mergeLimitBytes: 1024, rpResplit } },
    });
    const cut = routed(merging(true), 'EP1', 'EP3', writes, gathering(true));
    expect(cut.steps).toContain('RC RC-MERGE');
    expect(cut.outcome).toBe('delivered');
    const whole = routed(merging(false), 'EP1', 'EP3', writes, gathering(true));
    expect(whole.request.at(-1)).toMatchObject({ aer: 'malformed' });
    const device = routed(merging(false), 'EP1', 'EP3', writes, gathering(false));
    expect(device.outcome).toBe('delivered');
    expect(device.steps).not.toContain('RC RC-MERGE');
  });
});

test('no rule of routing, root complex or TDISP goes unmet above', () => {
  const rules = Object.keys({ ...ROUTING_RULES, ...TDISP_RULES });
  expect(rules.filter((rule) => !trippedRules.has(rule))).toEqual([]);
});
