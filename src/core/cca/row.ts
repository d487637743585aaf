import type { TdiState } from '../scenario/schema.ts';

/*
 * One combination of the CCA matrix: who asks, who owns the BAR, where the BAR is placed, and what stands
 * between them. Any combination is legal.
 */

/** Addresses of a scene, bytes. */
export interface RowAddresses {
  /** IPA width of the Realm; its top bit is the shared bit. */
  readonly ipaBits: number;
  /** Guest physical address of the exporter's page without the shared bit. */
  readonly privateIpa: bigint;
  readonly pa: bigint;
  /** Bus address of the exporter's page. */
  readonly bus: bigint;
  /** Bus address of a page of another function below the same switch; null: there is none. */
  readonly otherBus: bigint | null;
}

export interface CcaRow {
  readonly importer: {
    readonly t: 0 | 1;
    readonly state: TdiState;
    /** RSI_VDEV_DMA_ENABLE done: the Realm stream table entry is valid. */
    readonly dmaEnabled: boolean;
    /** The importer holds a translation and sends AT=10 with the bus address; only where ACS lets it go direct. */
    readonly ats: boolean;
  };
  readonly exporter: {
    readonly state: TdiState;
    /** IS_NON_TEE_MEM of the interface report. */
    readonly nonTee: boolean;
  };
  /**
   * shared: mapped only at the IPA with the top bit set, granules Non-secure. private: only at the protected IPA,
   * granules Realm. both: the stale shared mapping is left while the granules are Realm already.
   */
  readonly placement: 'shared' | 'private' | 'both';
  /** The hypervisor copied the shared mappings into the Non-secure stage 2. */
  readonly mirror: boolean;
  readonly acs: 'forced' | 'direct';
  /** IPA == GPA == bus address. */
  readonly identity: boolean;
  readonly p2pStream: boolean;
  readonly addresses: RowAddresses;
}

/** The scene of smmu-cca.md §6.1. */
export const EXAMPLE_ADDRESSES: RowAddresses = {
  ipaBits: 40,
  privateIpa: 0x1000_1000n,
  pa: 0x10_0000_1000n,
  bus: 0x1000_1000n,
  otherBus: null,
};

/** The page at its shared IPA: the guest physical address with the top IPA bit set. @source RMM A5.2 */
export function sharedIpa({ ipaBits, privateIpa }: RowAddresses): bigint {
  return privateIpa | (1n << BigInt(ipaBits - 1));
}

/** Which address an importer puts on the bus, and what kind of address it is. */
export interface Emitted {
  readonly space: 'bus' | 'shared' | 'protected';
  readonly address: bigint;
}

/**
 * The address that the driver of the importer uses. With direct routing it is the bus address if the guest
 * knows it (identity, or an ATS translation), else the untagged IPA; with forced translation the shared or
 * the protected IPA, whichever its T bit and the placement give.
 *
 * @source smmu-cca.md §6.2
 */
export function emittedBy(row: CcaRow): Emitted {
  const { importer, addresses } = row;
  if (row.acs === 'direct') {
    const knowsBus = row.identity || importer.ats;
    return { space: 'bus', address: knowsBus ? addresses.bus : addresses.privateIpa };
  }
  const isShared = importer.t === 0 || row.placement === 'shared';
  return isShared
    ? { space: 'shared', address: sharedIpa(addresses) }
    : { space: 'protected', address: addresses.privateIpa };
}
