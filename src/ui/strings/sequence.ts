import type { Actor } from '../../core/cca/calls.ts';
import type { LifeStepId } from '../../core/cca/life-steps.ts';
import type { LifePhase } from '../../core/cca/life.ts';

interface StepWords {
  readonly title: string;
  readonly text: string;
}

/** The life of an assigned device, step by step. */
export const sequenceStrings = {
  label: 'The life of an assigned device',
  steps: 'Steps',
  stepOf: (step: number, count: number) => `Step ${step} of ${count}`,
  previous: 'Previous step',
  next: 'Next step',
  show: 'Show me',
  calls: 'Calls',
  tables: 'Tables',
  table: 'Table',
  state: 'State',
  becomes: 'becomes',
  refused: (why: string) => `Refused: ${why}.`,
  tries: 'A peer’s write',
  atAddress: (t: 0 | 1) => `T=${t} at`,
  phases: {
    shared: 'Shared',
    lock: 'Lock',
    measure: 'Measure',
    validate: 'Validate',
    run: 'Run',
    p2p: 'P2P',
    revoke: 'Revoke',
    unlock: 'Unlock',
  } satisfies Record<LifePhase, string>,
  actors: {
    realm: 'Realm',
    rmm: 'RMM',
    host: 'Host',
    smmu: 'SMMU',
    device: 'Device',
  } satisfies Record<Actor, string>,
  rows: {
    bar: 'BAR as the Realm sees it',
    sharedEntry: 'RTT, shared half',
    privateEntry: 'RTT, private half',
    mirror: 'Hypervisor stage 2',
    gpi: 'Granule protection',
    exporter: 'Exporter',
    importer: 'Importer',
  },
  nowhere: 'at no address',
  unassigned: 'UNASSIGNED',
  unmapped: 'not mapped',
  invalid: 'invalid',
  granules: { NS: '9 Non-secure', REALM: 'B Realm' },
  dma: (isOn: boolean) => (isOn ? 'Realm STE.V=1' : 'Realm STE.V=0'),
  moments: {
    assign: {
      title: 'The host assigns two devices',
      text: 'Both interfaces are unlocked. Nothing of their memory is mapped yet, so no address of the Realm leads to the BAR.',
    },
    unprotect: {
      title: 'The host maps the BAR as shared',
      text: 'The upper half of the Realm’s address space is the host’s to fill. The Realm finds the BAR with the top address bit set, as Non-secure memory.',
    },
    mirror: {
      title: 'The hypervisor mirrors it for DMA',
      text: 'Devices with T=0 go through the hypervisor’s own stage 2. Only with the same entry there does a peer’s write arrive.',
    },
    revokeImporters: {
      title: 'Importers are revoked first',
      text: 'The Realm wants the device locked. Whoever imported its buffer must let go first. The mirrored entry goes and the IOMMU forgets it: a late write faults and is recorded.',
    },
    unprotectEnd: {
      title: 'The host unmaps the shared address',
      text: 'From here until validation no address of the Realm leads to the BAR.',
    },
    lock: {
      title: 'The interface is locked',
      text: 'BAR, decode and bus mastering are frozen: changing them moves the interface to ERROR. It answers no memory request now.',
    },
    delegate: {
      title: 'The granules become Realm memory',
      text: 'A stale shared mapping would now end in a granule protection fault that no queue records. That is why importers were revoked first.',
    },
    map: {
      title: 'The host maps it as private',
      text: 'The entry names the page but is an invalid descriptor: the Realm has not accepted it, so RIPAS stays EMPTY.',
    },
    measure: {
      title: 'The Realm measures the device',
      text: 'Measurements and the interface report come through the host; the RMM vouches for their hashes, so the host cannot forge them.',
    },
    ask: {
      title: 'The Realm asks for validation',
      text: 'It compares the report with the range and names both addresses. The RMM exits to the host with them.',
    },
    validate: {
      title: 'The mapping becomes valid',
      text: 'The host answers with the same two addresses; any other pair is refused. The BAR has moved: the top address bit is clear now.',
    },
    start: {
      title: 'The interface runs',
      text: 'It accepts T=1 on its stream, and only that.',
    },
    enable: {
      title: 'The Realm lets it do DMA',
      text: 'Its entry in the Realm stream table turns valid. A peer with T=0 finds the BAR at neither address.',
    },
    peer: {
      title: 'The importer goes the same way',
      text: 'Lock, start, DMA. With T=1 its write is translated by the Realm’s own table, leaves the root port with T=1 and arrives.',
    },
    direct: {
      title: 'No short cut through the switch',
      text: 'Peer-to-peer streams need ATS, which this RMM does not allow. Where ACS lets the write go straight, the exporter has no key for it.',
    },
    disable: {
      title: 'The Realm stops the exporter’s DMA',
      text: 'Unlocking begins with the importers and with DMA. The BAR itself is still there for the peer.',
    },
    tooEarly: {
      title: 'Unlocking now is refused',
      text: 'The RMM never lets go of an interface while its memory is mapped as private.',
    },
    unmap: {
      title: 'The private mapping goes',
      text: 'The peer’s next write with T=1 faults in the Realm’s event queue.',
    },
    undelegate: {
      title: 'The granules return to the host',
      text: 'The page is Non-secure again, but the interface is still running and refuses T=0.',
    },
    unlock: {
      title: 'The interface is unlocked',
      text: 'STOP_INTERFACE clears its secrets; it accepts T=0 again.',
    },
    unprotectAgain: {
      title: 'The host maps it as shared again',
      text: 'The BAR has moved back: the Realm must set the top address bit again.',
    },
    mirrorAgain: {
      title: 'The hypervisor mirrors it again',
      text: 'For T=0 devices the circle is closed. The importer still runs with T=1: the Realm’s table sends it to the same page as Non-secure, so its write arrives with T=0.',
    },
  } satisfies Record<LifeStepId, StepWords>,
};
