import {
  FUNCTION_ACS_CAPABILITY,
  ROOT_PORT_ACS_CAPABILITY,
  acs,
  bar64,
  newEndpoint,
  newHostBridge,
  newLink,
  newMemory,
  newRootPort,
  newScenario,
  newTransfer,
} from '../defaults.ts';
import { acsWord } from '../acs.ts';
import { preset } from './preset.ts';

const BAR_BYTES = 16 * 1024 * 1024;
const REDIRECT = acs(FUNCTION_ACS_CAPABILITY, acsWord('RR', 'CR'));

export const MULTI_FUNCTION = preset({
  id: 'multi-function',
  title: 'Two functions of one device',
  question: 'Does a write between two functions of one card ever appear on the link?',
  tags: ['ACS', 'multi-function', 'RR', 'UF'],
  scenario: newScenario({
    title: '',
    system: { cpu: 'intel', kernel: '7.3', iommu: 'off' },
    components: [
      newHostBridge({ id: 'cpu0', name: 'CPU0', rootBus: 0 }),
      newMemory({
        id: 'ddr0',
        name: 'DDR5',
        parent: 'cpu0',
        address: '0x100000000',
        sizeBytes: 2 ** 35,
      }),
      newRootPort({
        id: 'rp0',
        name: 'RP0',
        parent: 'cpu0',
        device: 1,
        acs: acs(ROOT_PORT_ACS_CAPABILITY, acsWord('SV', 'RR', 'CR', 'UF')),
      }),
      newRootPort({
        id: 'rp1',
        name: 'RP1',
        parent: 'cpu0',
        device: 3,
        acs: acs(ROOT_PORT_ACS_CAPABILITY),
      }),
      ...['a', 'b'].flatMap((card) => {
        const redirect = card === 'a' ? REDIRECT : acs(FUNCTION_ACS_CAPABILITY);
        const bars = [bar64(0, BAR_BYTES)];
        return [
          newEndpoint({
            id: `${card}0`,
            name: `FPGA-${card.toUpperCase()} F0`,
            acs: redirect,
            bars,
          }),
          newEndpoint({
            id: `${card}1`,
            name: `FPGA-${card.toUpperCase()} F1`,
            parent: `${card}0`,
            acs: redirect,
            bars,
          }),
        ];
      }),
    ],
    links: [newLink({ from: 'rp0', to: 'a0' }), newLink({ from: 'rp1', to: 'b0' })],
    transfers: [
      newTransfer({
        id: 'redirected',
        name: 'FPGA-A F1 writes F0, RR on',
        from: 'a1',
        to: { kind: 'bar', function: 'a0', bar: 0, offset: '0x0' },
      }),
      newTransfer({
        id: 'inside',
        name: 'FPGA-B F1 writes F0, RR off',
        from: 'b1',
        to: { kind: 'bar', function: 'b0', bar: 0, offset: '0x0' },
        startPs: 2_000_000,
      }),
    ],
  }),
});
