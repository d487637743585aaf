import { ACS_BIT } from '../acs.ts';
import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

/* Something breaks, or changes, while TLPs are in flight. */

const reads = toGpu0({
  id: 'read',
  name: 'NIC0 reads GPU0',
  op: 'MRd',
  bytes: 4096,
  outstanding: 4,
});
const writes = toGpu0({ id: 'write', name: 'NIC0 writes GPU0', bytes: 131_072 });

export const LOST_COMPLETION = preset({
  id: 'lost-completion',
  title: 'A completion is lost',
  question:
    'One completion of eight never arrives. Who notices, when, and what does the driver see?',
  tags: ['Completion Timeout', 'AER', 'fault'],
  scenario: {
    ...oneSwitch({ dspControl: 0, transfers: [reads] }),
    faults: [{ id: 'fault1', kind: 'dropCompletion', transfer: 'read', offsetBytes: 1024 }],
  },
});

export const RR_IN_FLIGHT = preset({
  id: 'rr-in-flight',
  title: 'RR is cleared in flight',
  question: 'Software clears RR while writes are under way. Which of them still go up to the CPU?',
  tags: ['ACS', 'RR', 'ordering', 'fault'],
  scenario: {
    ...oneSwitch({ dspControl: ACS_LINUX, transfers: [writes] }),
    faults: [
      {
        id: 'fault1',
        kind: 'acsControl',
        function: 'sw0-dsp2',
        control: ACS_LINUX & ~ACS_BIT.RR,
        atPs: 1_500_000,
      },
    ],
  },
});

export const PULLED_OUT = preset({
  id: 'pulled-out',
  title: 'The GPU is pulled out',
  question: 'GPU0 leaves its slot in the middle of a write. What happens to each TLP after that?',
  tags: ['surprise removal', 'UR', 'AER', 'fault'],
  scenario: {
    ...oneSwitch({ dspControl: 0, transfers: [writes] }),
    faults: [{ id: 'fault1', kind: 'removal', function: 'gpu0', atPs: 1_500_000 }],
  },
});

export const LCRC_REPLAY = preset({
  id: 'lcrc-replay',
  title: 'A bit flips on the link',
  question: 'One write arrives with a bad LCRC. Who notices, and what does it cost?',
  tags: ['LCRC', 'Nak', 'replay', 'AER', 'fault'],
  scenario: {
    ...oneSwitch({ dspControl: 0, transfers: [{ ...writes, bytes: 4096 }] }),
    faults: [
      {
        id: 'fault1',
        kind: 'corrupt',
        transfer: 'write',
        offsetBytes: 1024,
        link: 'sw0-dsp2-nic0',
      },
    ],
  },
});

const slow = oneSwitch({ dspControl: 0, transfers: [writes] });

export const RECEIVER_OVERFLOW = preset({
  id: 'receiver-overflow',
  title: 'A sender that ignores credits',
  question:
    'NIC0 sends faster than GPU0 can take it and never looks at its credits. What is lost, and who says so?',
  tags: ['flow control', 'Receiver Overflow', 'AER', 'fault'],
  scenario: {
    ...slow,
    links: slow.links.map((link) => (link.id === 'sw0-dsp1-gpu0' ? { ...link, width: 4 } : link)),
    faults: [{ id: 'fault1', kind: 'ignoreCredits', link: 'sw0-dsp2-nic0', direction: 'up' }],
  },
});

/** What GPU0 takes to answer, ps: longer than NIC0 waits. */
const SLOW_PS = 120_000_000;
/** Device Control 2: 50 to 100 microseconds. */
const SHORT_TIMEOUT = 1;

export const LATE_COMPLETION = preset({
  id: 'late-completion',
  title: 'The answer comes too late',
  question: 'GPU0 takes longer to answer than NIC0 waits. What becomes of the data?',
  tags: ['Completion Timeout', 'Unexpected Completion', 'AER'],
  scenario: oneSwitch({
    dspControl: 0,
    gpu0: { latencyPs: SLOW_PS },
    nic: { completionTimeout: SHORT_TIMEOUT },
    transfers: [{ ...reads, bytes: 512 }],
  }),
});
