import { ACS_LINUX, newLink, newTransfer } from '../../core/scenario/defaults.ts';
import { oneSwitch, toGpu0 } from '../../core/scenario/presets/one-switch.ts';
import { DELIVERED, edited, lesson, pairGoal, pathGoal, step } from './made.ts';

/* What a TLP is, and which way it takes through a switch. */

const WRITE = toGpu0({ id: 'write', name: 'NIC0 writes GPU0' });
const FROM_NIC0 = { from: 'nic0', to: 'gpu0' } as const;
const GPU0_MEMORY = { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' } as const;

const ONE_WRITE = oneSwitch({ dspControl: 0, transfers: [WRITE] });

export const TLP = lesson({
  id: 'what-is-a-tlp',
  title: 'What is a TLP',
  steps: [
    step({
      text: 'PCIe moves data in packets called TLPs. A memory write carries an address and the data. Routing looks at the address alone: whoever has a BAR that covers it takes the packet. Here NIC0 writes 256 bytes to GPU0.',
      start: ONE_WRITE,
      question: {
        ask: 'What comes back to NIC0 after its write?',
        options: [
          {
            text: 'A completion that says SC',
            when: pathGoal(FROM_NIC0, [{ kind: 'completion', is: 'SC' }]),
          },
          {
            text: 'Nothing',
            when: pathGoal(FROM_NIC0, [{ kind: 'completion', is: 'none' }]),
          },
        ],
        because:
          'A memory write is posted: it is sent and forgotten. NIC0 never learns from PCIe whether it arrived. Play it: one packet, one way.',
      },
    }),
    step({
      text: 'A read is non-posted: the request carries no data, and a completion brings the data back to the ID of the requester. Add a transfer in which NIC0 reads the memory of GPU0.',
      task: {
        goal: pathGoal({ ...FROM_NIC0, op: 'MRd' }, [DELIVERED, { kind: 'completion', is: 'SC' }]),
        hints: [
          'A read is another kind of request, from the same device to the same BAR.',
          'The Outline lists the transfers; the plus beside them adds one.',
          'Add a transfer: from NIC0, reads, GPU0 BAR2.',
        ],
        reveal: edited(ONE_WRITE, {
          kind: 'addTransfer',
          transfer: newTransfer({
            id: 'read',
            name: 'NIC0 reads GPU0',
            op: 'MRd',
            from: 'nic0',
            to: GPU0_MEMORY,
            startPs: 2_000_000,
          }),
        }),
      },
    }),
  ],
});

/** NIC0 sits on RP1 and its slot in the switch is free. */
const APART = edited(
  ONE_WRITE,
  { kind: 'disconnect', id: 'rp1-nvme0' },
  { kind: 'removeComponent', id: 'nvme0' },
  { kind: 'disconnect', id: 'sw0-dsp2-nic0' },
  { kind: 'connect', link: newLink({ from: 'rp1', to: 'nic0' }) },
);

export const SAME_SWITCH = lesson({
  id: 'same-switch',
  title: 'Same switch, no ACS',
  steps: [
    step({
      text: 'Each switch port knows the range of addresses below it. A packet climbs until a bridge has its address below, then descends. Here NIC0 hangs on RP1, GPU0 below RP0.',
      start: APART,
      question: {
        ask: 'Where does the write from NIC0 to GPU0 turn round?',
        options: [
          {
            text: 'In a switch',
            when: pathGoal(FROM_NIC0, [DELIVERED, { kind: 'direct', is: true }]),
          },
          {
            text: 'In the root complex',
            when: pathGoal(FROM_NIC0, [DELIVERED, { kind: 'direct', is: false }]),
          },
        ],
        because:
          'The two devices share nothing below the CPU, so the root complex has to turn the packet round. That it may do so is not a matter of course, as a later lesson shows.',
      },
    }),
    step({
      text: 'Give the write the shortest way: move NIC0 so that its packets turn inside SW0 and never reach the root complex. Linux then hands out plain bus addresses.',
      task: {
        goal: pathGoal(
          FROM_NIC0,
          [DELIVERED, { kind: 'direct', is: true }],
          [{ kind: 'mapType', ...FROM_NIC0, is: 'BUS_ADDR' }],
        ),
        hints: [
          'Both devices must hang below one switch.',
          'DSP2 of SW0 is free. A device has one link: its old one has to go first.',
          'Select the link between RP1 and NIC0 and delete it, then connect DSP2 to NIC0.',
        ],
        reveal: edited(
          APART,
          { kind: 'disconnect', id: 'rp1-nic0' },
          { kind: 'connect', link: newLink({ from: 'sw0-dsp2', to: 'nic0' }) },
        ),
      },
    }),
  ],
});

const REDIRECTING = edited(ONE_WRITE, {
  kind: 'setAcsControl',
  id: 'sw0-dsp2',
  field: 'RR',
  value: 1,
});

export const RR_SENDS_UP = lesson({
  id: 'rr-sends-it-up',
  title: 'RR sends it up',
  steps: [
    step({
      text: 'ACS, Access Control Services, are seven bits on each port that guard against devices writing to each other unseen. All of them are off on SW0.',
      start: ONE_WRITE,
      question: {
        ask: 'What does DSP2 do with the write to its neighbour?',
        options: [
          {
            text: 'It passes it straight on',
            when: pathGoal(FROM_NIC0, [{ kind: 'direct', is: true }]),
          },
          {
            text: 'It sends it up to the root complex',
            when: pathGoal(FROM_NIC0, [{ kind: 'direct', is: false }]),
          },
        ],
        because:
          'With P2P Request Redirect (RR) off, the port routes by address alone and the packet turns inside the switch. No IOMMU ever sees it.',
      },
    }),
    step({
      text: 'Make the packet climb to the root complex, where an IOMMU can look at it, and still arrive. One bit on one port is enough: the port at which the packet enters the switch.',
      task: {
        goal: pathGoal(FROM_NIC0, [
          DELIVERED,
          { kind: 'rule', leg: 'request', rule: 'ACS-RR' },
          { kind: 'direct', is: false },
        ]),
        hints: [
          'The port that decides is the one that the packet comes in by.',
          'Select DSP2, above NIC0, and open Inspect.',
          'On DSP2 tick RR, P2P Request Redirect.',
        ],
        reveal: REDIRECTING,
      },
    }),
    step({
      text: 'Linux reads the same bits before it gives NIC0 an address of GPU0. It walks from both devices to the switch they share, and looks for redirecting ports.',
      question: {
        ask: 'Which map type does Linux choose now?',
        options: [
          {
            text: 'BUS_ADDR: the switch turns it',
            when: pairGoal({ kind: 'mapType', ...FROM_NIC0, is: 'BUS_ADDR' }),
          },
          {
            text: 'THRU_HOST_BRIDGE: it goes by the CPU',
            when: pairGoal({ kind: 'mapType', ...FROM_NIC0, is: 'THRU_HOST_BRIDGE' }),
          },
          {
            text: 'NOT_SUPPORTED: it refuses',
            when: pairGoal({ kind: 'mapType', ...FROM_NIC0, is: 'NOT_SUPPORTED' }),
          },
        ],
        because:
          'A redirecting port on the way means that the packet passes the host bridge. Linux allows that here because this host bridge is on its list of known good ones.',
      },
    }),
  ],
});

const TRANSLATED = oneSwitch({
  dspControl: ACS_LINUX,
  nic: { ats: { enabled: true, stu: 0 } },
  transfers: [{ ...WRITE, name: 'NIC0 writes GPU0, AT=10', at: 'translated' }],
});

export const ATS_AND_DT = lesson({
  id: 'ats-and-dt',
  title: 'ATS and DT',
  steps: [
    step({
      text: 'With ATS a device asks the IOMMU for a translation beforehand, and then marks its packets AT=10: already translated. Here NIC0 sends such a write. RR is set on DSP2, Direct Translated P2P (DT) is not.',
      start: TRANSLATED,
      question: {
        ask: 'Does AT=10 alone let the write go straight?',
        options: [
          { text: 'Yes', when: pathGoal(FROM_NIC0, [{ kind: 'direct', is: true }]) },
          { text: 'No', when: pathGoal(FROM_NIC0, [{ kind: 'direct', is: false }]) },
        ],
        because:
          'RR redirects requests whatever their AT field says. Only DT makes an exception, and only for AT=10.',
      },
    }),
    step({
      text: 'Keep RR, so that packets without a translation still climb, and let this one go straight from NIC0 to GPU0.',
      task: {
        goal: pathGoal({ ...FROM_NIC0, at: 'translated' }, [
          DELIVERED,
          { kind: 'direct', is: true },
          { kind: 'rule', leg: 'request', rule: 'ACS-DT' },
        ]),
        hints: [
          'An exception is set where the redirect is: at the port that the packet enters by.',
          'Select DSP2 and look at its last ACS bit.',
          'On DSP2 tick DT and leave RR as it is.',
        ],
        reveal: edited(TRANSLATED, {
          kind: 'setAcsControl',
          id: 'sw0-dsp2',
          field: 'DT',
          value: 1,
        }),
      },
    }),
  ],
});
