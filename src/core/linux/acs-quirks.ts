import { isSince } from './kernels.ts';
import type { Kernel, KernelKey } from './kernels.ts';
import { ACS_ISOLATION, isPcie } from './tree.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { IommuKind, LinuxFunction } from './tree.ts';

/*
 * Devices whose isolation Linux knows better than their ACS capability says. Order is the kernel's: the
 * first row that has an opinion decides.
 */

type Devices = readonly (number | readonly [first: number, last: number])[];

/**
 * What a row claims. `isolated`: SV, RR, CR, UF. `multifunction`: SV, TB, RR, CR, UF, DT, because its functions never
 * talk to each other. `pch`: isolated if the chipset registers could be set at boot, else nothing.
 * `shifted`: real ACS, control register at +8. `southbridge`: RR, CR of what a multi-function device can have. `nothing`: no bit.
 */
type Claim = 'isolated' | 'multifunction' | 'pch' | 'shifted' | 'southbridge' | 'nothing';

/** One row of the quirk table. */
export interface AcsQuirk {
  readonly name: string;
  readonly vendorId: number;
  readonly devices: Devices | 'any';
  /** Kinds that the row is limited to; absent: every kind. */
  readonly kinds?: readonly LinuxFunction['kind'][];
  readonly claim: Claim;
  readonly since?: KernelKey;
}

const ROOT_PORT = ['root-port'] as const;
const PORTS = ['root-port', 'switch-downstream'] as const;

/** pci_dev_acs_enabled[]. @source linux-dma.md §5.4; Linux drivers/pci/quirks.c */
export const ACS_QUIRKS: readonly AcsQuirk[] = [
  {
    name: 'ATI south bridge',
    vendorId: 0x1002,
    devices: [0x4385, 0x439c, 0x4383, 0x439d, 0x4384, 0x4399],
    claim: 'southbridge',
  },
  {
    name: 'AMD FCH south bridge',
    vendorId: 0x1022,
    devices: [0x780f, 0x7809],
    claim: 'southbridge',
  },
  {
    name: 'Solarflare NIC',
    vendorId: 0x1924,
    devices: [0x0903, 0x0923, 0x0a03],
    claim: 'multifunction',
  },
  {
    name: 'Intel 82598, 82599, X520, X540 NIC',
    vendorId: 0x8086,
    devices: [
      0x10c6, 0x10db, 0x10dd, 0x10e1, 0x10f1, 0x10f7, 0x10f8, 0x10f9, 0x10fa, 0x10fb, 0x10fc,
      0x1507, 0x1514, 0x151c, 0x1529, 0x152a, 0x154d, 0x154f, 0x1551, 0x1558,
    ],
    claim: 'multifunction',
  },
  {
    name: 'Intel 82580 NIC',
    vendorId: 0x8086,
    devices: [0x1509, 0x150e, 0x150f, 0x1510, 0x1511, 0x1516, 0x1527],
    claim: 'multifunction',
  },
  {
    name: 'Intel 82576 NIC',
    vendorId: 0x8086,
    devices: [0x10c9, 0x10e6, 0x10e7, 0x10e8, 0x150a, 0x150d, 0x1518, 0x1526],
    claim: 'multifunction',
  },
  {
    name: 'Intel 82575 NIC',
    vendorId: 0x8086,
    devices: [0x10a7, 0x10a9, 0x10d6],
    claim: 'multifunction',
  },
  {
    name: 'Intel I350 NIC',
    vendorId: 0x8086,
    devices: [[0x1521, 0x1524]],
    claim: 'multifunction',
  },
  {
    name: 'Intel 82571 NIC',
    vendorId: 0x8086,
    devices: [0x105e, 0x105f, 0x1060, 0x10d9],
    claim: 'multifunction',
  },
  {
    name: 'Intel I219 NIC',
    vendorId: 0x8086,
    devices: [0x15b7, 0x15b8],
    claim: 'multifunction',
  },
  {
    name: 'Intel root complex integrated endpoint',
    vendorId: 0x8086,
    devices: 'any',
    kinds: ['rc-integrated-endpoint'],
    claim: 'isolated',
  },
  {
    name: 'Qualcomm root port',
    vendorId: 0x17cb,
    devices: [0x0400, 0x0401, 0x0115],
    claim: 'isolated',
  },
  {
    name: 'Qualcomm root port (7.0)',
    vendorId: 0x17cb,
    devices: [0x0111, 0x0120],
    claim: 'isolated',
    since: '7.0',
  },
  { name: 'HXT SD4800 root port', vendorId: 0x1dbf, devices: [0x0401], claim: 'isolated' },
  {
    name: 'Intel PCH root port',
    vendorId: 0x8086,
    devices: [
      [0x3b42, 0x3b51],
      [0x1c10, 0x1c1f],
      [0x1e10, 0x1e1f],
      [0x8c10, 0x8c1f],
      [0x9c10, 0x9c1b],
      [0x9c90, 0x9c9b],
      0x1d10,
      0x1d12,
      0x1d14,
      0x1d16,
      0x1d18,
      0x1d1a,
      0x1d1c,
      0x1d1e,
      [0x8d10, 0x8d1e],
      0x8c90,
      0x8c92,
      0x8c94,
      0x8c96,
      0x8c98,
      0x8c9a,
      0x8c9c,
      0x8c9e,
    ],
    kinds: ROOT_PORT,
    claim: 'pch',
  },
  {
    name: 'Intel Sunrise Point, Union Point and mobile root port',
    vendorId: 0x8086,
    devices: [
      [0xa110, 0xa11f],
      [0xa167, 0xa16a],
      [0xa290, 0xa29f],
      [0xa2e7, 0xa2ee],
      [0x9d10, 0x9d1b],
    ],
    kinds: ROOT_PORT,
    claim: 'shifted',
  },
  { name: 'Emulex BE3-R', vendorId: 0x19a2, devices: [0x0710], claim: 'multifunction' },
  { name: 'Emulex Skyhawk-R', vendorId: 0x10df, devices: [0x0720], claim: 'multifunction' },
  {
    name: 'Cavium ThunderX root port',
    vendorId: 0x177d,
    devices: [[0xa000, 0xa7ff], 0xaf84, 0xb884],
    kinds: ROOT_PORT,
    claim: 'isolated',
  },
  {
    name: 'Cavium multi-function device',
    vendorId: 0x177d,
    devices: [0xa026, 0xa059, 0xa060],
    claim: 'multifunction',
  },
  { name: 'APM X-Gene root port', vendorId: 0x10e8, devices: [0xe004], claim: 'isolated' },
  {
    name: 'Ampere root port',
    vendorId: 0x1def,
    devices: [[0xe005, 0xe00c]],
    claim: 'isolated',
  },
  {
    name: 'Broadcom NIC',
    vendorId: 0x14e4,
    devices: [0x16d7, [0x1750, 0x1752], [0x1760, 0x1763]],
    claim: 'multifunction',
  },
  {
    name: 'Broadcom iProc PAXB root port',
    vendorId: 0x14e4,
    devices: [0xd714],
    claim: 'isolated',
  },
  {
    name: 'Loongson root port',
    vendorId: 0x0014,
    devices: [0x3c09, 0x3c19, 0x3c29, 0x7a09, 0x7a19, 0x7a29, 0x7a39, 0x7a49, 0x7a59, 0x7a69],
    claim: 'isolated',
  },
  {
    name: 'Amazon Annapurna Labs root port',
    vendorId: 0x1c36,
    devices: [0x0031],
    kinds: ROOT_PORT,
    claim: 'isolated',
  },
  {
    name: 'Zhaoxin multi-function device',
    vendorId: 0x1d17,
    devices: [0x3038, 0x3104, 0x9083],
    claim: 'multifunction',
  },
  {
    name: 'NXP LX2 root port',
    vendorId: 0x1957,
    devices: [
      [0x8d80, 0x8d83],
      [0x8d88, 0x8d8b],
      [0x8d90, 0x8d93],
      [0x8d98, 0x8d9b],
      0x8da0,
      0x8da1,
      0x8da8,
      0x8da9,
      0x8db0,
      0x8db1,
      0x8db8,
      0x8db9,
    ],
    claim: 'isolated',
  },
  {
    name: 'Zhaoxin root and downstream port',
    vendorId: 0x1d17,
    devices: [[0x0710, 0x071e], 0x0721, [0x0723, 0x0752]],
    kinds: PORTS,
    claim: 'isolated',
  },
  {
    name: 'Zhaoxin port not known to isolate',
    vendorId: 0x1d17,
    devices: 'any',
    kinds: PORTS,
    claim: 'nothing',
  },
  {
    name: 'Wangxun NIC',
    vendorId: 0x8088,
    devices: [[0x0100, 0x010f], 0x1001, 0x2001, 0x5010, 0x5025, 0x5040, 0x5110, 0x5125, 0x5140],
    claim: 'isolated',
  },
  {
    name: 'Wangxun device not known to isolate',
    vendorId: 0x8088,
    devices: 'any',
    claim: 'nothing',
  },
];

/** IDT switches whose SV capability bit counts as broken from 7.0 on; the second ID is unverified. @source linux-dma.md §5.4 */
const BROKEN_SV = { vendorId: 0x111d, devices: [0x80b5, 0x8090], since: '7.0' } as const;

/** What the quirks need to know beside the function. */
export interface QuirkContext {
  readonly kernel: Kernel;
  readonly iommu: IommuKind;
  /** The chipset registers of Intel PCH root ports could be set at boot; absent: they could. */
  readonly pchEnableFailed?: boolean;
  /** Sunrise Point ports on which `disable_acs_redir` or `config_acs` cleared RR, CR, EC. */
  readonly shiftedRedirectCleared?: (fn: LinuxFunction) => boolean;
}

function matches(quirk: AcsQuirk, kernel: Kernel, fn: LinuxFunction): boolean {
  const { deviceId } = fn;
  if (fn.vendorId !== quirk.vendorId || deviceId === null) return false;
  if (quirk.since !== undefined && !isSince(kernel, quirk.since)) return false;
  if (quirk.kinds !== undefined && !quirk.kinds.includes(fn.kind)) return false;
  return (
    quirk.devices === 'any' ||
    quirk.devices.some((device) =>
      typeof device === 'number'
        ? device === deviceId
        : device[0] <= deviceId && deviceId <= device[1],
    )
  );
}

/** Whether `flags` are all in `claimed`. @source Linux drivers/pci/quirks.c pci_acs_ctrl_enabled() */
const hasAll = (flags: number, claimed: number): boolean => (flags & claimed) === flags;

/** The row's verdict on `flags`; null: no opinion, the next row is asked. */
function verdictOf(
  quirk: AcsQuirk,
  context: QuirkContext,
  fn: LinuxFunction,
  flags: number,
): boolean | null {
  switch (quirk.claim) {
    case 'isolated':
      return hasAll(flags, ACS_ISOLATION);
    case 'multifunction':
      return hasAll(flags, ACS_ISOLATION | ACS_BIT.TB | ACS_BIT.DT);
    case 'pch':
      return hasAll(flags, context.pchEnableFailed === true ? 0 : ACS_ISOLATION);
    case 'shifted': {
      if (fn.acs === null) return null;
      const enabled = fn.acs.capability & ACS_ISOLATION;
      const isCleared = context.shiftedRedirectCleared?.(fn) === true;
      const control = isCleared ? enabled & ~(ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.EC) : enabled;
      return hasAll(flags & (fn.acs.capability | ACS_BIT.EC), control);
    }
    case 'southbridge': {
      if (!fn.multifunction || fn.parent !== null || context.iommu !== 'amd') return null;
      return hasAll(
        flags & (ACS_BIT.RR | ACS_BIT.CR | ACS_BIT.EC | ACS_BIT.DT),
        ACS_BIT.RR | ACS_BIT.CR,
      );
    }
    case 'nothing':
      return false;
  }
}

/**
 * pci_dev_specific_acs_enabled(): what the quirk table says about `flags`.
 *
 * @returns the row and its verdict, or null when no row has an opinion.
 * @source linux-dma.md §5.4; Linux drivers/pci/quirks.c
 */
export function quirkVerdict(
  context: QuirkContext,
  fn: LinuxFunction,
  flags: number,
): { readonly quirk: AcsQuirk; readonly isEnabled: boolean } | null {
  for (const quirk of ACS_QUIRKS) {
    if (!matches(quirk, context.kernel, fn)) continue;
    const isEnabled = verdictOf(quirk, context, fn, flags);
    if (isEnabled !== null) return { quirk, isEnabled };
  }
  return null;
}

/** Whether the port keeps its ACS control at +8, where p2pdma and lspci do not look. @source linux-dma.md §5.4, §6 */
export function hasShiftedControl(kernel: Kernel, fn: LinuxFunction): boolean {
  return (
    isPcie(fn) &&
    ACS_QUIRKS.some((quirk) => quirk.claim === 'shifted' && matches(quirk, kernel, fn))
  );
}

/** ACS capability bits as the kernel uses them: a broken SV bit is masked off. @source linux-dma.md §5.4 (IDT) */
export function usableCapability(kernel: Kernel, fn: LinuxFunction): number {
  const capability = fn.acs?.capability ?? 0;
  const isBroken =
    isSince(kernel, BROKEN_SV.since) &&
    fn.vendorId === BROKEN_SV.vendorId &&
    BROKEN_SV.devices.some((device) => device === fn.deviceId);
  return isBroken ? capability & ~ACS_BIT.SV : capability;
}
