/*
 * The kernel command line, as far as it decides about peer-to-peer DMA.
 */

/** MPS policies of `pci=`. @source linux-dma.md §6, last row */
export type MpsPolicy = 'off' | 'default' | 'safe' | 'performance' | 'peer2peer';

/** What the command line says; absent parameters have the kernel's default. */
export interface BootParameters {
  /** Value of `pci=disable_acs_redir=`; null: not given. */
  readonly disableAcsRedir: string | null;
  /** Value of `pci=config_acs=`; null: not given. */
  readonly configAcs: string | null;
  /** `pci=noats`. */
  readonly noAts: boolean;
  /** `iommu=pt` or `iommu.passthrough=1`: default domains are identity. */
  readonly passthrough: boolean;
  /** `iommu=off`, `intel_iommu=off`, `amd_iommu=off`. */
  readonly iommuOff: boolean;
  /** `iommu.strict`: null where it is not given. */
  readonly strict: boolean | null;
  readonly swiotlb: 'default' | 'force' | 'noforce';
  readonly mpsPolicy: MpsPolicy;
  /** Value of the out-of-tree `pcie_acs_override=`; null: not given. */
  readonly acsOverride: string | null;
}

/** An empty command line. */
export const NO_PARAMETERS: BootParameters = {
  disableAcsRedir: null,
  configAcs: null,
  noAts: false,
  passthrough: false,
  iommuOff: false,
  strict: null,
  swiotlb: 'default',
  mpsPolicy: 'default',
  acsOverride: null,
};

const MPS_POLICIES: Readonly<Record<string, MpsPolicy>> = {
  pcie_bus_tune_off: 'off',
  pcie_bus_safe: 'safe',
  pcie_bus_perf: 'performance',
  pcie_bus_peer2peer: 'peer2peer',
};

/** `pci=a,b=c,...`: options are separated by commas, the last of a kind counts. */
function pciOption(option: string): Partial<BootParameters> {
  const [name = '', value = ''] = option.split(/=(.*)/s);
  switch (name) {
    case 'disable_acs_redir':
      return { disableAcsRedir: value };
    case 'config_acs':
      return { configAcs: value };
    case 'noats':
      return { noAts: true };
    default: {
      const mpsPolicy = Object.hasOwn(MPS_POLICIES, name) ? MPS_POLICIES[name] : undefined;
      return mpsPolicy === undefined ? {} : { mpsPolicy };
    }
  }
}

const isTrue = (value: string): boolean => /^[1yt]|^on$/i.test(value);

function swiotlbMode(value: string): BootParameters['swiotlb'] {
  const words = value.split(',');
  if (words.includes('force')) return 'force';
  return words.includes('noforce') ? 'noforce' : 'default';
}

function parameter(name: string, value: string): Partial<BootParameters> {
  switch (name) {
    case 'pci':
      return Object.assign({}, ...value.split(',').map(pciOption));
    case 'iommu': {
      const words = value.split(',');
      return {
        ...(words.includes('pt') ? { passthrough: true } : {}),
        ...(words.includes('nopt') ? { passthrough: false } : {}),
        ...(words.includes('off') ? { iommuOff: true } : {}),
      };
    }
    case 'intel_iommu':
    case 'amd_iommu':
      return value.split(',').includes('off') ? { iommuOff: true } : {};
    case 'iommu.passthrough':
      return { passthrough: isTrue(value) };
    case 'iommu.strict':
      return { strict: isTrue(value) };
    case 'swiotlb':
      return { swiotlb: swiotlbMode(value) };
    case 'pcie_acs_override':
      return { acsOverride: value };
    default:
      return {};
  }
}

/**
 * Reads a kernel command line. Parameters that decide nothing here are passed over, as are unknown ones.
 *
 * @source linux-dma.md §6; Linux drivers/pci/pci.c pci_setup()
 */
export function parseBootParameters(commandLine: string): BootParameters {
  const words = commandLine.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return words.reduce((read, word) => {
    const [name = '', value = ''] = word.replaceAll('"', '').split(/=(.*)/s);
    return { ...read, ...parameter(name, value) };
  }, NO_PARAMETERS);
}
