import { newTransfer } from '../defaults.ts';
import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

const IOVA = '0x4000000000';

export const IOVA_COLLISION = preset({
  id: 'iova-collision',
  title: 'An IOVA that equals a peer window',
  question: 'Where does a write to memory go when its IOVA lies in the window of a neighbour?',
  tags: ['IOVA', 'ACS', 'corruption', 'misconfiguration'],
  scenario: {
    ...oneSwitch({
      dspControl: 0,
      mappings: [
        {
          from: IOVA,
          to: '0x8000000000',
          sizeBytes: 2 * 1024 * 1024,
          read: true,
          write: true,
          attribute: 'cache',
        },
      ],
      transfers: [
        newTransfer({
          id: 'write',
          name: 'NIC0 writes DDR5 at an IOVA',
          from: 'nic0',
          to: { kind: 'memory', memory: 'ddr0', offset: '0x123000' },
          address: '0x4000123000',
        }),
      ],
    }),
    actors: [
      {
        id: 'vm0',
        name: 'VM 0',
        kind: 'vm',
        functions: ['nic0', 'gpu0', 'gpu1'],
        tables: [],
        guest: {
          bars: [
            { function: 'gpu0', bar: 2, gpa: '0x4000000000' },
            { function: 'gpu1', bar: 2, gpa: '0x6000000000' },
          ],
          ram: [{ base: IOVA, limit: '0x40001fffff' }],
          windows: [],
        },
      },
    ],
  },
});
