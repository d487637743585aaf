import { bandwidth, latency } from './measure.ts';
import type { Stream } from './measure.ts';
import { gpu, nic, nvme, plx } from './machines.ts';
import type { MachineShape } from './machines.ts';

/* The published peer-to-peer measurements with a source that was read, each with the machine it was taken on. */

/** One published number beside what the simulator gives. */
export interface PlatformRow {
  readonly platform: string;
  readonly path: string;
  readonly quantity: string;
  readonly unit: 'GB/s' | 'ns';
  /** Lowest and highest published value. */
  readonly published: readonly [number, number];
  readonly simulate: () => number;
  readonly source: string;
  /** What the measurement has and the model has not; null: nothing is known to be missing. */
  readonly missing: string | null;
  /** Relative error that a test holds the row to; null: it is reported and not held. */
  readonly tolerance: number | null;
}

const write = (from: string, to: string): Stream => ({ from, to, op: 'MWr' });
const read = (from: string, to: string): Stream => ({ from, to, op: 'MRd' });

const RTX = 'voipmonitor/rtx6kpro hardware/*.md';
const GEN5 = { speedGtps: 32, width: 16 };
const GEN4 = { speedGtps: 16, width: 16 };
const GEN3 = { speedGtps: 8, width: 16 };
const GEN2 = { speedGtps: 5, width: 16 };

const ONE_SWITCH: MachineShape = {
  ...GEN5,
  sockets: [[plx('sw0', [gpu('gpu0'), gpu('gpu1')])]],
};
const ROOT_SWITCH: MachineShape = {
  ...GEN5,
  sockets: [
    [plx('root', [plx('sw0', [gpu('gpu0'), gpu('gpu1')]), plx('sw1', [gpu('gpu2'), gpu('gpu3')])])],
  ],
};
const TWO_SWITCHES: MachineShape = {
  ...GEN5,
  sockets: [[plx('sw0', [gpu('gpu0'), gpu('gpu1')]), plx('sw1', [gpu('gpu2'), gpu('gpu3')])]],
};
const direct = (link: typeof GEN5): MachineShape => ({
  ...link,
  sockets: [[gpu('gpu0'), gpu('gpu1')], [gpu('gpu2')]],
});
const DRIVE_4 = { speedGtps: 16, width: 4 };
const DRIVE_3 = { speedGtps: 8, width: 4 };
const DRIVE_5 = { speedGtps: 32, width: 4 };
const eightGpus = (): MachineShape => ({
  ...GEN5,
  sockets: [0, 1].map((node) =>
    [0, 1].map((half) => {
      const first = node * 4 + half * 2;
      return plx(`sw${node}${half}`, [gpu(`gpu${first}`), gpu(`gpu${first + 1}`)]);
    }),
  ),
});
const EVERY_PAIR = Array.from({ length: 8 }, (_, from) =>
  Array.from({ length: 8 }, (_other, to) => (from === to ? [] : [write(`gpu${from}`, `gpu${to}`)])),
).flat(2);

const FABRIC = 'the socket-to-socket link has no rate in the model, only a latency';
const FAR =
  'the model gives every port buffers for 64 posted headers, which a way of this length uses up';
const DEVICE = 'the drives or adapters set the pace; the model has only their links';

/** GPU polling that a ping-pong adds to the path of its write. @source pcie.md §5.4 (assumption) */
const POLLING_NS = 430;

const base = { unit: 'GB/s', missing: null, tolerance: null } as const;
const GIB = 1.073741824;

export const PLATFORM_ROWS: readonly PlatformRow[] = [
  ...(
    [
      ['one way', [53.9, 56.3], () => bandwidth(ONE_SWITCH, write('gpu0', 'gpu1'))],
      [
        'both ways together',
        [103, 105],
        () => bandwidth(ONE_SWITCH, write('gpu0', 'gpu1'), write('gpu1', 'gpu0')),
      ],
    ] as const
  ).map(([quantity, published, simulate]) => ({
    ...base,
    platform: 'Gen5 x16 GPUs, one Switchtec PM50100',
    path: 'same switch, ACS off',
    quantity,
    published,
    simulate,
    source: RTX,
    tolerance: 0.06,
  })),
  {
    ...base,
    platform: 'Gen5 x16 GPUs, one Switchtec PM50100',
    path: 'same switch, ACS off',
    quantity: '128 B read',
    unit: 'ns',
    published: [710, 710],
    simulate: () => latency(ONE_SWITCH, read('gpu0', 'gpu1'), 128),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Gen5 x16 GPUs, one Switchtec PM50100',
    path: 'same switch, ACS off',
    quantity: '4 B write, one way of a ping-pong',
    unit: 'ns',
    published: [633, 727],
    simulate: () => latency(ONE_SWITCH, write('gpu0', 'gpu1'), 4) + POLLING_NS,
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Gen5 x16 GPUs, three switches',
    path: 'by way of the root switch',
    quantity: 'one way',
    published: [54, 56],
    simulate: () => bandwidth(ROOT_SWITCH, write('gpu0', 'gpu2')),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Gen5 x16 GPUs, three switches',
    path: 'below one leaf switch',
    quantity: '128 B read',
    unit: 'ns',
    published: [710, 730],
    simulate: () => latency(ROOT_SWITCH, read('gpu0', 'gpu1'), 128),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Gen5 x16 GPUs, three switches',
    path: 'by way of the root switch',
    quantity: '128 B read',
    unit: 'ns',
    published: [1140, 1180],
    simulate: () => latency(ROOT_SWITCH, read('gpu0', 'gpu2'), 128),
    source: RTX,
    missing: 'every switch costs 115 ns in the model, calibrated on one switch',
  },
  {
    ...base,
    platform: 'Two switches, AMD root complex',
    path: 'through the root complex',
    quantity: 'one way',
    published: [53, 56],
    simulate: () => bandwidth(TWO_SWITCHES, write('gpu0', 'gpu2')),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Two switches, AMD root complex',
    path: 'through the root complex',
    quantity: '4 B write, one way of a ping-pong',
    unit: 'ns',
    published: [1062, 1081],
    simulate: () => latency(TWO_SWITCHES, write('gpu0', 'gpu2'), 4) + POLLING_NS,
    source: RTX,
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'Two switches, AMD root complex',
    path: 'through the root complex',
    quantity: '128 B read',
    unit: 'ns',
    published: [1400, 1400],
    simulate: () => latency(TWO_SWITCHES, read('gpu0', 'gpu2'), 128),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Dual EPYC Turin, GPUs on root ports',
    path: 'same socket',
    quantity: 'one way',
    published: [55, 56.6],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu1')),
    source: RTX,
    tolerance: 0.06,
  },
  {
    ...base,
    platform: 'Dual EPYC Turin, GPUs on root ports',
    path: 'same socket',
    quantity: 'both ways together',
    published: [111, 111],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu1'), write('gpu1', 'gpu0')),
    source: RTX,
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'Dual EPYC Turin, GPUs on root ports',
    path: 'same socket',
    quantity: '128 B read',
    unit: 'ns',
    published: [760, 840],
    simulate: () => latency(direct(GEN5), read('gpu0', 'gpu1'), 128),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Dual EPYC Turin, GPUs on root ports',
    path: 'across sockets',
    quantity: 'one way',
    published: [51, 51],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu2')),
    source: RTX,
    missing: FAR,
  },
  {
    ...base,
    platform: 'Dual EPYC 9374F (Genoa)',
    path: 'same socket',
    quantity: 'one way',
    published: [54, 54],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu1')),
    source: RTX,
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Dual EPYC 9374F (Genoa)',
    path: 'across sockets',
    quantity: 'one way',
    published: [39, 39],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu2')),
    source: RTX,
    missing: FAR,
  },
  {
    ...base,
    platform: 'PEX890xx, dual EPYC',
    path: 'same switch, ACS redirect on',
    quantity: 'both ways together',
    published: [50, 50],
    simulate: () =>
      bandwidth(
        { ...ONE_SWITCH, isRedirecting: true },
        write('gpu0', 'gpu1'),
        write('gpu1', 'gpu0'),
      ),
    source: RTX,
    tolerance: 0.15,
  },
  {
    ...base,
    platform: 'PEX890xx, dual EPYC',
    path: 'same switch, ACS off',
    quantity: 'both ways together',
    published: [103, 103],
    simulate: () => bandwidth(ONE_SWITCH, write('gpu0', 'gpu1'), write('gpu1', 'gpu0')),
    source: RTX,
    tolerance: 0.06,
  },
  {
    ...base,
    platform: 'PEX890xx, dual EPYC',
    path: 'across two switches',
    quantity: 'one way',
    published: [36, 40],
    simulate: () => bandwidth(TWO_SWITCHES, write('gpu0', 'gpu2')),
    source: RTX,
    missing: 'the loss in this root complex has no published cause',
  },
  {
    ...base,
    platform: 'PEX890xx, dual EPYC',
    path: 'two sources of one switch to two root ports',
    quantity: 'writes together',
    published: [2.7, 2.7],
    simulate: () =>
      bandwidth(
        {
          ...GEN5,
          sockets: [[plx('sw0', [gpu('gpu0'), gpu('gpu1')]), gpu('gpu2'), gpu('gpu3')]],
        },
        write('gpu0', 'gpu2'),
        write('gpu1', 'gpu3'),
      ),
    source: RTX,
    missing: 'the collapse of writes in this root complex has no published cause',
  },
  {
    ...base,
    platform: 'PEX890xx, dual EPYC',
    path: 'two sources of one switch to two root ports',
    quantity: 'reads together',
    published: [51, 51],
    simulate: () =>
      bandwidth(
        {
          ...GEN5,
          sockets: [[plx('sw0', [gpu('gpu0'), gpu('gpu1')]), gpu('gpu2'), gpu('gpu3')]],
        },
        read('gpu0', 'gpu2'),
        read('gpu1', 'gpu3'),
      ),
    source: RTX,
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'Eight Gen5 x16 GPUs on switches',
    path: 'all to all',
    quantity: 'together',
    published: [162, 196],
    simulate: () => bandwidth(eightGpus(), ...EVERY_PAIR),
    source: `${RTX}; lukealonso/p2pmark`,
    missing: FABRIC,
  },
  {
    ...base,
    platform: 'H100 pair, Xeon 6442Y',
    path: 'Gen5 x16, root ports',
    quantity: 'one way',
    published: [56.1, 56.1],
    simulate: () => bandwidth(direct(GEN5), write('gpu0', 'gpu1')),
    source: 'xnvme/aisio pcie_saturation',
    tolerance: 0.08,
  },
  {
    ...base,
    platform: 'Four PM1753 drives to one H100',
    path: 'Gen5, root ports',
    quantity: 'payload together',
    published: [45.2, 45.2],
    simulate: () =>
      bandwidth(
        {
          ...GEN5,
          sockets: [[gpu('gpu0'), ...[0, 1, 2, 3].map((index) => nvme(`nvme${index}`, DRIVE_5))]],
        },
        ...[0, 1, 2, 3].map((index) => write(`nvme${index}`, 'gpu0')),
      ),
    source: 'xnvme/aisio pcie_saturation',
    missing: DEVICE,
  },
  {
    ...base,
    platform: 'L40S, EPYC 9554',
    path: 'NIC to GPU, Gen4 x16, root ports',
    quantity: 'one way (RDMA)',
    published: [26.4 * GIB, 26.4 * GIB],
    simulate: () =>
      bandwidth({ ...GEN4, sockets: [[gpu('gpu0'), nic('nic0')]] }, write('nic0', 'gpu0')),
    source: 'gds-report.pages.dev/theory',
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'L40S, EPYC 9554',
    path: 'drives to one GPU, Gen4 x16, root ports',
    quantity: 'together',
    published: [24.3 * GIB, 24.3 * GIB],
    simulate: () =>
      bandwidth(
        {
          ...GEN4,
          sockets: [[gpu('gpu0'), ...[0, 1, 2, 3].map((index) => nvme(`nvme${index}`, DRIVE_4))]],
        },
        ...[0, 1, 2, 3].map((index) => write(`nvme${index}`, 'gpu0')),
      ),
    source: 'gds-report.pages.dev/theory',
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'P40, E5-2650v4',
    path: 'three drives to one GPU, Gen3, root ports',
    quantity: 'together',
    published: [7.1, 7.1],
    simulate: () =>
      bandwidth(
        {
          ...GEN3,
          sockets: [[gpu('gpu0'), ...[0, 1, 2].map((index) => nvme(`nvme${index}`, DRIVE_3))]],
        },
        ...[0, 1, 2].map((index) => write(`nvme${index}`, 'gpu0')),
      ),
    source: 'forums.developer.nvidia.com t/55564',
    missing: DEVICE,
  },
  {
    ...base,
    platform: 'Two RTX 4090',
    path: 'Gen4 x16, root ports',
    quantity: 'both ways together',
    published: [52, 52],
    simulate: () => bandwidth(direct(GEN4), write('gpu0', 'gpu1'), write('gpu1', 'gpu0')),
    source: 'NVIDIA/nccl#1614',
    tolerance: 0.08,
  },
  {
    ...base,
    platform: 'GPUs on CPU lanes',
    path: 'Gen4 x8, root ports',
    quantity: 'one way',
    published: [13.2, 13.2],
    simulate: () => bandwidth(direct({ speedGtps: 16, width: 8 }), write('gpu0', 'gpu1')),
    source: 'noonghunna/club-3090#895',
    tolerance: 0.08,
  },
  {
    ...base,
    platform: 'One GPU behind a chipset',
    path: 'Gen4 x4',
    quantity: 'one way',
    published: [6.5, 6.5],
    simulate: () =>
      bandwidth({ ...GEN4, sockets: [[gpu('gpu0'), gpu('gpu1', DRIVE_4)]] }, write('gpu0', 'gpu1')),
    source: 'noonghunna/club-3090#895',
    tolerance: 0.1,
  },
  {
    ...base,
    platform: 'Two MI25, Haswell',
    path: 'Gen3 x16, root ports',
    quantity: 'one way',
    published: [8.17, 8.17],
    simulate: () => bandwidth(direct(GEN3), write('gpu0', 'gpu1')),
    source: 'ROCmValidationSuite#427',
    missing: 'the copy engines of these GPUs do not fill the link',
  },
  {
    ...base,
    platform: 'Two MI25, EPYC 7261',
    path: 'Gen3 x16, root ports',
    quantity: 'one way',
    published: [7.05, 7.05],
    simulate: () => bandwidth(direct(GEN3), write('gpu0', 'gpu1')),
    source: 'ROCmValidationSuite#427',
    missing: 'the copy engines of these GPUs do not fill the link',
  },
  {
    ...base,
    platform: 'Gen2 GPUs',
    path: 'same I/O hub',
    quantity: 'one way',
    published: [6, 8],
    simulate: () => bandwidth(direct(GEN2), write('gpu0', 'gpu1')),
    source: 'BVLC/caffe#3319',
    tolerance: 0.05,
  },
  {
    ...base,
    platform: 'Gen2 GPUs',
    path: 'across QPI',
    quantity: 'one way',
    published: [0, 0.2],
    simulate: () => bandwidth(direct(GEN2), write('gpu0', 'gpu2')),
    source: 'BVLC/caffe#3319',
    missing: FABRIC,
  },
  {
    ...base,
    platform: 'A30 and NIC',
    path: 'across sockets',
    quantity: 'one way',
    published: [11, 11],
    simulate: () =>
      bandwidth({ ...GEN4, sockets: [[gpu('gpu0')], [nic('nic0')]] }, write('nic0', 'gpu0')),
    source: 'linux-rdma/perftest#241',
    missing: FABRIC,
  },
  {
    ...base,
    platform: 'A30 and NIC',
    path: 'NIC to host memory',
    quantity: 'one way',
    published: [23, 23],
    simulate: () =>
      bandwidth({ ...GEN4, sockets: [[gpu('gpu0')], [nic('nic0')]] }, write('nic0', 'ddr1')),
    source: 'linux-rdma/perftest#241',
    missing: 'the network (200 Gb/s) sets the pace',
  },
  {
    ...base,
    platform: 'K40c by an NTB',
    path: 'Gen3 x16, one switch',
    quantity: 'one way',
    published: [10.2, 10.2],
    simulate: () =>
      bandwidth(
        { ...GEN3, sockets: [[plx('sw0', [nic('nic0'), gpu('gpu0')])]] },
        write('nic0', 'gpu0'),
      ),
    source: 'enfiskutensykkel/cuda-rdma-bench',
    missing: 'an NTB is drawn as the adapter that writes',
  },
];

/** Rows that no scenario of the product can stand for, and why. */
export const NOT_SIMULATED: readonly { readonly row: string; readonly why: string }[] = [
  {
    row: 'AMD, IOMMU with full translation: about −15 % of a single flow',
    why: 'a document has no AMD page tables whose walks could cost time',
  },
  {
    row: 'RTX 4090 pair, 41.4 GB/s with the peer path on, about 26 off',
    why: 'what the driver copies by way of host memory is software',
  },
  {
    row: 'DGX-2 GPUDirect Storage, 50 GB/s by system memory, about 200 direct',
    why: 'drives, network adapters and their file system set the pace',
  },
  {
    row: 'GPUDirect RDMA, FDR single and dual rail: 9.8 and 11.6 GB/s class',
    why: 'the rate of the InfiniBand ports decides, and the source is a summary of another',
  },
];
