import { ACS_LINUX, ROOT_PORT_ACS_CAPABILITY, acs } from '../../core/scenario/defaults.ts';
import { ONE_GROUP } from '../../core/scenario/presets/desktop.ts';
import { MISSING_UF } from '../../core/scenario/presets/missing-uf.ts';
import { MPS_VIOLATION } from '../../core/scenario/presets/mps-violation.ts';
import { ROOT_PORTS } from '../../core/scenario/presets/root-ports.ts';
import { toGpu0 } from '../../core/scenario/presets/one-switch.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { DELIVERED, edited, lesson, pairGoal, pathGoal, step } from './made.ts';

/* What Linux makes of a machine, and settings that break a path. */

const FROM_NIC0 = { from: 'nic0', to: 'gpu0' } as const;
const CARDS = { from: 'gpu0', to: 'gpu1' } as const;
const PORT_ACS = acs(ROOT_PORT_ACS_CAPABILITY, ACS_LINUX);

export const GROUPS = lesson({
  id: 'iommu-groups',
  title: 'IOMMU groups',
  steps: [
    step({
      text: 'Linux gives devices to a virtual machine by IOMMU group: all that could reach each other behind the back of the IOMMU go together. This desktop has two cards on two root ports without ACS.',
      start: ONE_GROUP.scenario,
      question: {
        ask: 'Can GPU1 be given away without GPU0?',
        options: [
          {
            text: 'Yes: they are in two groups',
            when: pairGoal({ kind: 'oneGroup', ...CARDS, is: false }),
          },
          {
            text: 'No: they are in one group',
            when: pairGoal({ kind: 'oneGroup', ...CARDS, is: true }),
          },
        ],
        because:
          'Without ACS nothing promises that the ports keep the cards apart, so Linux puts both cards into one group.',
      },
    }),
    step({
      text: 'Put the two cards into groups of their own. What Linux wants to see on each port is Source Validation, both redirects and Upstream Forwarding: SV, RR, CR and UF.',
      task: {
        goal: pairGoal({ kind: 'oneGroup', ...CARDS, is: false }),
        hints: [
          'A port that isolates keeps what is below it apart from its neighbours.',
          'Select PEG0, above GPU0, and add the ACS capability in Inspect.',
          'On PEG0, and as well on PEG1, add ACS and tick SV, RR, CR and UF.',
        ],
        reveal: edited(
          ONE_GROUP.scenario,
          { kind: 'setAcs', id: 'peg0', acs: PORT_ACS },
          { kind: 'setAcs', id: 'peg1', acs: PORT_ACS },
        ),
      },
    }),
  ],
});

const CLOSED = edited(
  ROOT_PORTS.scenario,
  { kind: 'patchComponent', id: 'cpu0', patch: { rcP2P: 'none' } },
  { kind: 'patchSystem', patch: { cpu: 'amd-other' } },
);
const OPEN = edited(CLOSED, { kind: 'patchComponent', id: 'cpu0', patch: { rcP2P: 'full' } });

export const TWO_ROOT_PORTS = lesson({
  id: 'two-root-ports',
  title: 'Two root ports',
  steps: [
    step({
      text: 'NIC0 and GPU0 share nothing but the CPU. Whether a root complex forwards from one root port to another is its own affair: PCIe leaves it open.',
      start: CLOSED,
      question: {
        ask: 'What becomes of the write here?',
        options: [
          { text: 'It arrives', when: pathGoal({ ...FROM_NIC0, op: 'MWr' }, [DELIVERED]) },
          {
            text: 'It arrives in memory instead',
            when: pathGoal({ ...FROM_NIC0, op: 'MWr' }, [{ kind: 'outcome', is: 'wrongTarget' }]),
          },
          {
            text: 'The root complex refuses it',
            when: pathGoal({ ...FROM_NIC0, op: 'MWr' }, [
              { kind: 'outcome', is: 'unsupportedRequest' },
            ]),
          },
        ],
        because:
          'This root complex forwards nothing between its ports: the write ends there as an Unsupported Request, and as a posted write nobody tells NIC0.',
      },
    }),
    step({
      text: 'Choose a root complex that lets both arrive: the write of NIC0, and its read with the data that comes back.',
      task: {
        goal: {
          paths: [
            { of: { ...FROM_NIC0, op: 'MWr' }, must: [DELIVERED] },
            {
              of: { ...FROM_NIC0, op: 'MRd' },
              must: [DELIVERED, { kind: 'completion', is: 'SC' }],
            },
          ],
          pairs: [],
        },
        hints: [
          'The place that refuses is the place to change.',
          'Select CPU0: Inspect says what goes between its root ports.',
          'On CPU0 let both writes and reads pass between root ports.',
        ],
        reveal: OPEN,
      },
    }),
    step({
      text: 'The wires work now, and Linux still says NOT_SUPPORTED: it cannot test a root complex, so it trusts a list of host bridges, and every AMD Zen processor. Make Linux map the BAR through the host bridge.',
      task: {
        goal: pairGoal({ kind: 'mapType', ...FROM_NIC0, is: 'THRU_HOST_BRIDGE' }),
        hints: [
          'What Linux goes by is not a wire but the make of the machine.',
          'Click the empty canvas: Inspect then shows the machine as a whole.',
          'Set the CPU of the machine to AMD Zen.',
        ],
        reveal: edited(OPEN, { kind: 'patchSystem', patch: { cpu: 'amd-zen' } }),
      },
    }),
  ],
});

/** The first transfer of an example alone. */
const first = (scenario: Scenario): Scenario => ({
  ...scenario,
  transfers: scenario.transfers.slice(0, 1),
});

const WITHOUT_UF = first(MISSING_UF.scenario);

export const UPSTREAM_FORWARDING = lesson({
  id: 'upstream-forwarding',
  title: 'UF lets it turn round',
  steps: [
    step({
      text: 'A redirected packet climbs to RP0 although its address lies below RP0. A port that follows the rules of plain bridges would not let such a packet through. Upstream Forwarding (UF) lets it pass.',
      start: WITHOUT_UF,
      question: {
        ask: 'UF is off on RP0. Where does the write end?',
        options: [
          { text: 'At GPU0', when: pathGoal(FROM_NIC0, [DELIVERED]) },
          {
            text: 'At RP0, as an Unsupported Request',
            when: pathGoal(FROM_NIC0, [{ kind: 'outcome', is: 'unsupportedRequest' }]),
          },
        ],
        because:
          'RP0 sees a packet from below for an address below. Without UF that is an error, and the write is gone.',
      },
    }),
    step({
      text: 'Let the redirected write arrive. DSP2 must go on redirecting: that is what the operator wants.',
      task: {
        goal: pathGoal(FROM_NIC0, [
          DELIVERED,
          { kind: 'rule', leg: 'request', rule: 'ACS-RR', at: 'sw0-dsp2' },
        ]),
        hints: [
          'The switch does its part already. Look at who refuses.',
          'Select RP0 and look at its ACS bits.',
          'On RP0 tick UF, Upstream Forwarding.',
        ],
        reveal: edited(WITHOUT_UF, { kind: 'setAcsControl', id: 'rp0', field: 'UF', value: 1 }),
      },
    }),
  ],
});

const TOO_LARGE = {
  ...MPS_VIOLATION.scenario,
  transfers: [toGpu0({ id: 'large', name: 'NIC0 writes 512 bytes', bytes: 512 })],
};

export const PAYLOAD = lesson({
  id: 'payload',
  title: 'One payload too large',
  steps: [
    step({
      text: 'Each function has a Max_Payload_Size. A sender cuts its writes to its own; a receiver treats a longer packet as malformed. NIC0 may send 512 bytes, GPU0 takes 256.',
      start: TOO_LARGE,
      question: {
        ask: 'NIC0 writes 512 bytes. What does GPU0 get?',
        options: [
          { text: 'All of them', when: pathGoal(FROM_NIC0, [DELIVERED]) },
          {
            text: 'None: the packet is dropped',
            when: pathGoal(FROM_NIC0, [{ kind: 'outcome', is: 'dropped' }]),
          },
        ],
        because:
          'The switch passes on what fits its own setting. GPU0 receives a packet longer than it may be and drops it as malformed, which is a fatal error.',
      },
    }),
    step({
      text: 'Let the same 512 bytes arrive. Nothing says that they must travel as one packet.',
      task: {
        goal: pathGoal({ ...FROM_NIC0, leastBytes: 512 }, [DELIVERED]),
        hints: [
          'The smallest setting on the way must rule for all.',
          'Whoever sends decides how long its packets are.',
          'Set the Max_Payload_Size of NIC0 to 256 B.',
        ],
        reveal: edited(TOO_LARGE, { kind: 'patchComponent', id: 'nic0', patch: { mps: 256 } }),
      },
    }),
  ],
});
