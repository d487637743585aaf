import { hex } from '../../base/address.ts';
import { acsWord } from '../acs.ts';
import { ACS_LINUX, bar64, newEndpoint, newLink, newRootPort } from '../defaults.ts';
import type { Iommu, Scenario } from '../schema.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

/*
 * What an SMMU does with peer-to-peer writes that RR sends up to it: what it remembers, what it refuses,
 * two stages, and the same machine under another kind.
 */

type Mapping = Iommu['tables'][number]['mappings'][number];

const IOVA = 0x90_0000_0000;
const PAGE = 4096;

const RIGHTS = { read: true, write: true, attribute: 'mmio' } as const;

/** Pages of GPU0's memory at neighbouring IOVAs, not neighbours in the BAR: every one has its own TLB entry. */
const SCATTERED: readonly Mapping[] = [0, 1, 2, 3].map((page) => ({
  from: hex(IOVA + page * PAGE),
  to: { function: 'gpu0', bar: 2, offset: hex((9 - 2 * page) * PAGE) },
  sizeBytes: PAGE,
  ...RIGHTS,
}));

function withIommu(scenario: Scenario, change: Partial<Iommu>): Scenario {
  const components = scenario.components.map((one) =>
    one.kind === 'iommu' ? { ...one, ...change } : one,
  );
  return { ...scenario, components };
}

const TWICE = [
  toGpu0({ id: 'first', name: 'NIC0 writes, nothing cached', address: hex(IOVA) }),
  toGpu0({
    id: 'again',
    name: 'NIC0 writes the page again',
    address: hex(IOVA),
    startPs: 4_000_000,
  }),
];

export const TLB_HIT = preset({
  id: 'tlb-hit',
  title: 'A TLB hit',
  question: 'Why is the second write to the same page so much faster than the first?',
  tags: ['SMMU', 'TLB', 'latency'],
  scenario: oneSwitch({ dspControl: ACS_LINUX, mappings: [...SCATTERED], transfers: TWICE }),
});

export const TLB_MISS = preset({
  id: 'tlb-miss',
  title: 'A TLB that is too small',
  question: 'What do four pages in turn cost when the TLB holds two?',
  tags: ['SMMU', 'TLB', 'walk cache', 'latency'],
  scenario: withIommu(
    oneSwitch({
      dspControl: ACS_LINUX,
      mappings: [...SCATTERED],
      transfers: Array.from({ length: 8 }, (_, turn) =>
        toGpu0({
          id: `turn${turn}`,
          name: `NIC0 writes page ${turn % 4}`,
          address: hex(IOVA + (turn % 4) * PAGE),
          startPs: turn * 2_000_000,
        }),
      ),
    }),
    { unit: { tlbEntries: 2 } },
  ),
});

export const STAGE2_FAULT = preset({
  id: 'stage2-fault',
  title: 'A stage-2 fault',
  question: 'Who learns that a posted write fell into a hole of the stage-2 table?',
  tags: ['SMMU', 'F_TRANSLATION', 'posted'],
  scenario: oneSwitch({
    dspControl: ACS_LINUX,
    mappings: [...SCATTERED],
    transfers: [
      toGpu0({
        id: 'mapped',
        name: 'NIC0 writes the last mapped page',
        address: hex(IOVA + 3 * PAGE),
      }),
      toGpu0({
        id: 'hole',
        name: 'NIC0 writes the page behind it',
        address: hex(IOVA + 4 * PAGE),
        startPs: 3_000_000,
      }),
      toGpu0({
        id: 'read',
        name: 'NIC0 reads it',
        op: 'MRd',
        address: hex(IOVA + 4 * PAGE),
        startPs: 6_000_000,
      }),
    ],
  }),
});

const GUEST_IOVA = '0x7000000000';
/** Out of step with the blocks of either stage: both map it in pages. */
const GUEST_BYTES = 2 ** 20;

export const NESTED_GUEST = preset({
  id: 'nested-guest',
  title: 'A guest with an SMMU of its own',
  question: 'How many reads does one address need when a guest and its host both translate?',
  tags: ['SMMU', 'nested', 'stage 1', 'stage 2'],
  scenario: withIommu(
    oneSwitch({
      dspControl: ACS_LINUX,
      transfers: [
        toGpu0({ id: 'cold', name: 'NIC0 writes, nothing cached', address: GUEST_IOVA }),
        toGpu0({
          id: 'warm',
          name: 'NIC0 writes the page again',
          address: GUEST_IOVA,
          startPs: 6_000_000,
        }),
        toGpu0({
          id: 'next',
          name: 'NIC0 writes the next page',
          address: '0x7000001000',
          startPs: 9_000_000,
        }),
      ],
    }),
    {
      streams: [
        { requester: 'nic0', t: 0, config: 'nested', stage1: 'guest', table: 'host' },
        { requester: 'nvme0', t: 0, config: 'bypass' },
      ],
      tables: [
        {
          id: 'guest',
          name: 'Guest, IOVA to IPA',
          mappings: [{ from: GUEST_IOVA, to: '0x2000001000', sizeBytes: GUEST_BYTES, ...RIGHTS }],
        },
        {
          id: 'host',
          name: 'Host, IPA to PA',
          mappings: [
            {
              from: '0x2000001000',
              to: { function: 'gpu0', bar: 2, offset: '0x3000' },
              sizeBytes: GUEST_BYTES,
              ...RIGHTS,
            },
          ],
        },
      ],
    },
  ),
});

/** FPGA0 hangs on a root port of its own. */
function withFarDevice(scenario: Scenario): Scenario {
  return {
    ...scenario,
    components: [
      ...scenario.components.map((one) =>
        one.kind === 'iommu'
          ? {
              ...one,
              tables: one.tables.map((table) => ({
                ...table,
                mappings: [
                  ...table.mappings,
                  {
                    from: hex(IOVA),
                    to: { function: 'fpga0', bar: 2 },
                    sizeBytes: 2 ** 21,
                    ...RIGHTS,
                  },
                ],
              })),
            }
          : one,
      ),
      newRootPort({ id: 'rp2', name: 'RP2', parent: 'cpu0', device: 3 }),
      newEndpoint({ id: 'fpga0', name: 'FPGA0', bars: [bar64(2, 2 ** 21)] }),
    ],
    links: [...scenario.links, newLink({ from: 'rp2', to: 'fpga0' })],
  };
}

const FAR = { kind: 'bar', function: 'fpga0', bar: 2, offset: '0x0' } as const;

const LOOP = withFarDevice(
  oneSwitch({
    dspControl: ACS_LINUX,
    transfers: [toGpu0({ id: 'write', name: 'NIC0 writes FPGA0', to: FAR, address: hex(IOVA) })],
  }),
);

export const TBU_LOOPBACK = preset({
  id: 'tbu-loopback',
  title: 'Out through the TBU and back',
  question: 'Which way does a write take from one root port to another on an Arm server?',
  tags: ['SMMU', 'TBU', 'root complex', 'loopback'],
  scenario: LOOP,
});

export const TBU_DECODE_ERROR = preset({
  id: 'tbu-decode-error',
  title: 'An interconnect that does not loop back',
  question: 'What happens to the same write where the interconnect joins no two root ports?',
  tags: ['SMMU', 'TBU', 'root complex', 'UR'],
  scenario: {
    ...LOOP,
    components: LOOP.components.map((one) =>
      one.kind === 'host-bridge' ? { ...one, rcP2P: 'none' } : one,
    ),
  },
});

/** NIC0 writes a kilobyte through a page of this type; the interconnect may join it, the port does not cut it. */
function burst(attribute: Mapping['attribute']): Scenario {
  const scenario = oneSwitch({
    dspControl: ACS_LINUX,
    mappings: [
      {
        ...RIGHTS,
        from: hex(IOVA),
        to: { function: 'gpu0', bar: 2 },
        sizeBytes: 2 ** 21,
        attribute,
      },
    ],
    transfers: [
      toGpu0({ id: 'write', name: 'NIC0 writes 256 bytes', address: hex(IOVA), bytes: 256 }),
      toGpu0({
        id: 'burst',
        name: 'NIC0 writes 1 KiB in adjacent TLPs',
        address: hex(IOVA),
        bytes: 1024,
        startPs: 3_000_000,
      }),
    ],
  });
  return {
    ...scenario,
    components: scenario.components.map((one) =>
      one.kind === 'host-bridge' ? { ...one, mergeLimitBytes: 512, rpResplit: false } : one,
    ),
  };
}

export const MERGED_BURST = preset({
  id: 'merged-burst',
  title: 'A joined burst above MPS',
  question: 'Why is a burst Malformed whose every TLP kept to MPS?',
  tags: ['SMMU', 'IOMMU_CACHE', 'Normal memory', 'MPS', 'Malformed TLP'],
  scenario: burst('cache'),
});

export const SEPARATE_BURST = preset({
  id: 'separate-burst',
  title: 'The same burst to Device memory',
  question: 'What does IOMMU_MMIO change for the burst that was Malformed?',
  tags: ['SMMU', 'IOMMU_MMIO', 'Device-nGnRE', 'MPS'],
  scenario: burst('mmio'),
});

export const UNDER_VTD = preset({
  id: 'under-vtd',
  title: 'The same machine under VT-d',
  question: 'What differs when the redirected write meets VT-d instead of an SMMU?',
  tags: ['VT-d', 'ACS', 'RR'],
  scenario: withIommu(oneSwitch({ dspControl: ACS_LINUX }), {
    name: 'VT-d',
    model: 'vtd-legacy',
  }),
});

/** The SMMU lets NIC0 use ATS, and its port lets translated requests straight through. */
export const ATS_END_TO_END = preset({
  id: 'ats-end-to-end',
  title: 'ATS from request to write',
  question: 'What does a device ask before it may write straight to its neighbour?',
  tags: ['ATS', 'ATC', 'DT', 'AT=01', 'AT=10'],
  scenario: withIommu(
    oneSwitch({
      dspControl: ACS_LINUX | acsWord('DT'),
      nic: { ats: { enabled: true, stu: 0, entries: 2 } },
      mappings: [...SCATTERED],
      transfers: [
        toGpu0({
          id: 'asks',
          name: 'NIC0 writes two pages, ATC empty',
          at: 'ats',
          address: hex(IOVA),
          bytes: 2 * PAGE,
        }),
        toGpu0({
          id: 'knows',
          name: 'NIC0 writes the second page again',
          at: 'ats',
          address: hex(IOVA + PAGE),
          startPs: 6_000_000,
        }),
        toGpu0({
          id: 'denied',
          name: 'NIC0 asks for a page that nobody mapped',
          at: 'ats',
          address: hex(IOVA + 4 * PAGE),
          startPs: 8_000_000,
        }),
      ],
    }),
    {
      streams: [
        { requester: 'nic0', t: 0, config: 'stage2', table: 'dma', ats: 'full' },
        { requester: 'nvme0', t: 0, config: 'bypass' },
      ],
    },
  ),
});
