import { ACS_LINUX, newTransfer } from '../../core/scenario/defaults.ts';
import { oneSwitch, toGpu0 } from '../../core/scenario/presets/one-switch.ts';
import {
  PRIVATE_IPA,
  RUNNING,
  SHARED_IPA,
  UNLOCKED,
  mapExporter,
  realmScene,
  toExporter,
} from '../../core/scenario/presets/realm.ts';
import { DELIVERED, edited, lesson, pathGoal, step } from './made.ts';

/* What the SMMU and the devices of a Realm decide. */

const TO_ACC0 = { from: 'nic0', to: 'acc0' } as const;
/** The second page of the exporter's memory, in each half. */
const PRIVATE = '0x10001000';
const SHARED = '0x8010001000';

const WRONG_HALF = realmScene({
  exporter: UNLOCKED,
  importer: UNLOCKED,
  hypervisor: [mapExporter(SHARED_IPA)],
  realm: [mapExporter(SHARED_IPA, { ns: true })],
  transfers: [toExporter({ address: PRIVATE })],
});

export const SHARED_PRIVATE = lesson({
  id: 'shared-private',
  title: 'CCA: shared and private',
  steps: [
    step({
      text: 'The guest of this Arm server is a Realm. Its addresses have 40 bits, and the top one splits them: with bit 39 clear an address is private, with bit 39 set it is shared with the hypervisor. Neither device is locked yet.',
      start: WRONG_HALF,
      question: {
        ask: 'NIC0 writes to 0x1000_1000 with T=0. What does the SMMU say?',
        options: [
          { text: 'It translates the address', when: pathGoal(TO_ACC0, [DELIVERED]) },
          {
            text: 'It faults',
            when: pathGoal(TO_ACC0, [{ kind: 'outcome', is: 'faulted' }]),
          },
        ],
        because:
          'Packets with T=0 use the tables of the hypervisor, and those map nothing private. The SMMU records F_TRANSLATION.',
      },
    }),
    step({
      text: 'The BAR of ACC0 stands at the shared alias of that address. Add a write of NIC0 to ACC0 BAR2 that arrives, by giving it the right address.',
      task: {
        goal: pathGoal({ ...TO_ACC0, op: 'MWr', t: 0 }, [
          DELIVERED,
          { kind: 'rule', leg: 'request', rule: 'SMMU-S2' },
        ]),
        hints: [
          'Both halves name the same page; one bit tells them apart.',
          'Bit 39 is 0x80_0000_0000. Add a transfer and look at its address.',
          'Add a transfer from NIC0 to ACC0 BAR2 with the address 0x80_1000_1000.',
        ],
        reveal: edited(WRONG_HALF, {
          kind: 'addTransfer',
          transfer: toExporter({
            id: 'shared',
            name: 'NIC0 writes the shared alias',
            address: SHARED,
            startPs: 2_000_000,
          }),
        }),
      },
    }),
  ],
});

const READ_ONLY = oneSwitch({
  dspControl: ACS_LINUX,
  mappings: [
    {
      from: '0x4000000000',
      to: { function: 'gpu0', bar: 2 },
      sizeBytes: 2 * 1024 * 1024,
      read: true,
      write: false,
      attribute: 'mmio',
    },
  ],
  transfers: [toGpu0({ id: 'write', name: 'NIC0 writes GPU0' })],
});
const NIC0_GPU0 = { from: 'nic0', to: 'gpu0' } as const;

export const READ_ONLY_PAGE = lesson({
  id: 'read-only-page',
  title: 'A page that may only be read',
  steps: [
    step({
      text: 'A redirected packet meets the SMMU, which walks tables to translate its address. The last entry says more than an address: also who may read and who may write. This one was made for reading only.',
      start: READ_ONLY,
      question: {
        ask: 'NIC0 writes to that page. What happens?',
        options: [
          {
            text: 'The SMMU faults',
            when: pathGoal(NIC0_GPU0, [
              { kind: 'rule', leg: 'request', rule: 'SMMU-F_PERMISSION' },
            ]),
          },
          { text: 'The write arrives', when: pathGoal(NIC0_GPU0, [DELIVERED]) },
          {
            text: 'GPU0 refuses it',
            when: pathGoal(NIC0_GPU0, [{ kind: 'outcome', is: 'unsupportedRequest' }]),
          },
        ],
        because:
          'The walk succeeds, the permission does not: F_PERMISSION. A table that forgets one direction is a common fault of drivers.',
      },
    }),
    step({
      text: 'The tables stay as they are. Add a transfer of NIC0 to GPU0 BAR2 that the SMMU lets pass.',
      task: {
        goal: pathGoal(NIC0_GPU0, [
          DELIVERED,
          { kind: 'completion', is: 'SC' },
          { kind: 'rule', leg: 'request', rule: 'SMMU-S2' },
        ]),
        hints: [
          'The entry allows one of two directions.',
          'An atomic operation reads and writes: that is no way out.',
          'Add a transfer in which NIC0 reads GPU0 BAR2.',
        ],
        reveal: edited(READ_ONLY, {
          kind: 'addTransfer',
          transfer: newTransfer({
            id: 'read',
            name: 'NIC0 reads GPU0',
            op: 'MRd',
            from: 'nic0',
            to: { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' },
            startPs: 2_000_000,
          }),
        }),
      },
    }),
  ],
});

const UNLOCKED_PEER = realmScene({
  exporter: UNLOCKED,
  importer: UNLOCKED,
  hypervisor: [mapExporter(SHARED_IPA)],
  realm: [mapExporter(SHARED_IPA, { ns: true })],
  transfers: [toExporter({ address: SHARED })],
});

export const LOCK_IT = lesson({
  id: 'lock-it',
  title: 'Lock it, and T=0 stays out',
  steps: [
    step({
      text: 'A device interface (TDI) that a Realm has accepted is locked and then runs: state RUN of TDISP. The T bit of a packet tells whether it comes from inside the Realm. ACC0 is still unlocked.',
      start: UNLOCKED_PEER,
      question: {
        ask: 'Does an unlocked ACC0 take a write with T=0?',
        options: [
          { text: 'Yes', when: pathGoal(TO_ACC0, [DELIVERED]) },
          {
            text: 'No',
            when: pathGoal(TO_ACC0, [{ kind: 'outcome', is: 'unsupportedRequest' }]),
          },
        ],
        because: 'Unlocked, it behaves like every PCIe device: it looks at no T bit at all.',
      },
    }),
    step({
      text: 'The hypervisor still maps the BAR. Make ACC0 itself refuse what comes with T=0.',
      task: {
        goal: pathGoal({ ...TO_ACC0, t: 0 }, [
          { kind: 'outcome', is: 'unsupportedRequest' },
          { kind: 'rule', leg: 'request', rule: 'TDISP-TEE-T0', at: 'acc0' },
        ]),
        hints: [
          'The device refuses once the Realm has accepted it.',
          'Select ACC0 and look at TDISP in Inspect.',
          'Set the TDI state of ACC0 to RUN.',
        ],
        reveal: edited(UNLOCKED_PEER, {
          kind: 'patchComponent',
          id: 'acc0',
          patch: { tdisp: RUNNING },
        }),
      },
    }),
  ],
});

const HALF_LOCKED = realmScene({
  exporter: { state: 'CONFIG_LOCKED', dmaEnabled: false },
  importer: { state: 'RUN', dmaEnabled: false },
  hypervisor: [],
  realm: [mapExporter(PRIVATE_IPA, { ns: false })],
  transfers: [toExporter({ name: 'NIC0 writes ACC0, T=1', address: PRIVATE, t: 1 })],
});

export const LOCKED_TDI = lesson({
  id: 'locked-tdi',
  title: 'T=1 to a locked TDI',
  steps: [
    step({
      text: 'Both devices belong to the Realm now, and NIC0 writes to a private address with T=1. ACC0 is locked but does not run yet, and the Realm has not enabled the DMA of NIC0.',
      start: HALF_LOCKED,
      question: {
        ask: 'Which part stops the write first?',
        options: [
          {
            text: 'The SMMU',
            when: pathGoal(TO_ACC0, [{ kind: 'outcome', is: 'faulted' }]),
          },
          {
            text: 'ACC0',
            when: pathGoal(TO_ACC0, [{ kind: 'outcome', is: 'unsupportedRequest' }]),
          },
        ],
        because:
          'Until the Realm enables DMA, the SMMU has no valid Realm stream table entry for NIC0. The packet never gets near ACC0.',
      },
    }),
    step({
      text: 'Make the private write arrive with T=1: both ends must run, and the SMMU must know NIC0 in the Realm.',
      task: {
        goal: pathGoal({ ...TO_ACC0, t: 1 }, [
          DELIVERED,
          { kind: 'rule', leg: 'request', rule: 'SMMU-S2' },
        ]),
        hints: [
          'Two devices, two settings: follow the first hop that fails.',
          'Inspect NIC0 for its DMA, and ACC0 for its TDI state.',
          'On NIC0 enable DMA; set the TDI state of ACC0 to RUN.',
        ],
        reveal: edited(
          HALF_LOCKED,
          { kind: 'patchComponent', id: 'nic0', patch: { tdisp: RUNNING } },
          { kind: 'patchComponent', id: 'acc0', patch: { tdisp: RUNNING } },
        ),
      },
    }),
  ],
});
