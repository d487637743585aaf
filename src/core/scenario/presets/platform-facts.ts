import type { MachineFact } from '../schema-facts.ts';

/*
 * What the examples that draw a real platform state about it: one sentence a fact, with the public place where it
 * was read. A sentence without a place is ours: a choice that the drawing had to make.
 */

const P2PDMA =
  'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/drivers/pci/p2pdma.c';
const P2PDMA_GUIDE = 'https://docs.kernel.org/driver-api/pci/p2pdma.html';
const ACS_ADVICE = 'https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/troubleshooting.html';
const ESC8000A =
  'https://github.com/luigifcruz/stelline/blob/e09cf85325d4493c47ef381beb541fbda39f79b8/hardware/asus-esc8000a-e12.md';
const ICE_LAKE =
  'https://github.com/linux-mailinglist-archives/linux-rdma.vger.kernel.org.0/blob/98c65276b2fec6c944e298758bfe25ea0abad1cc/m';
const XE9680 =
  'https://github.com/mlcommons/inference_results_v3.1/blob/main/closed/Dell/systems/XE9680_H100_SXM_80GBx8_TRT.json';
const EIGHT_GPU_NODE =
  'https://www.besthub.dev/articles/inside-the-gpu-server-architecture-of-a100-a800-and-h100-h800-nodes-bbf940b6d50c';
const DGX_SWITCHES =
  'https://docs.nvidia.com/ai-enterprise/deployment/bare-metal/latest/gds-appendix-pci-validation.html';
const LASSEN =
  'https://github.com/LLNL/mpibind/blob/d5291800fb07a58b55d7a45398c4d5704838abbc/topo-xml/coral-lassen.xml';
const POWER9_WORKSTATION =
  'https://github.com/linux-mailinglist-archives/linux-pci.vger.kernel.org.0/blob/905b3a6f846e63ea95604dde7a832c67821b0cab/m';
const POWER9_WINDOWS = 'https://www.easymanua.ls/ibm/9040-mr9/manual?p=17';
const GRACE_GPUDIRECT = 'https://github.com/NVIDIA/nccl/issues/1579';
const ALDER_LAKE =
  'https://github.com/linux-mailinglist-archives/linux-pci.vger.kernel.org.0/blob/e6f2d117f4a85a7ba83d31dd8ef47d2b135acf46/m';
const ALDER_LAKE_LANES =
  'https://personal-view.com/talks/discussion/26107/intel-6xx-600-series-chipsets-and-motherboards/p1';
const CMB_AS_BAR =
  'https://www.eideticom.com/media-news/blog/69-enabling-peer-to-peer-traffic-with-noload-r-nvme-computational-storage-and-p2pdma.html';
const ARM_CCA = 'https://docs.kernel.org/arch/arm64/arm-cca.html';
const RMM_SPECIFICATION = 'https://developer.arm.com/documentation/den0137/latest';
const AMD_READS_AND_WRITES =
  'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=7d5b10fcb81e511ddf79c1c6b7f6efb282f80680';

const ADDRESSES = {
  text: 'Addresses, window and memory sizes are chosen so that everything fits.',
} as const;

export const HGX_FACTS: readonly MachineFact[] = [
  {
    text: 'Two CPUs, four PCIe switch chips, eight GPUs and a NIC for each of them.',
    source: EIGHT_GPU_NODE,
  },
  { text: 'A GPU and its NIC sit below the same switch.', source: DGX_SWITCHES },
  {
    text: 'A shipping server of this class: two Xeon, eight H100 on PCIe Gen5 x16, eight 400 Gb/s NICs, NVMe drives.',
    source: XE9680,
  },
  {
    text: 'On bare metal NVIDIA asks for ACS to be off in the switches, because redirected writes go through the root complex.',
    source: ACS_ADVICE,
  },
  { text: 'One NVMe drive a switch, and which device has which port number.' },
  { text: 'BARs of 128 GiB. NVLink is not drawn: it is no PCIe.' },
  ADDRESSES,
];

export const EPYC_FACTS: readonly MachineFact[] = [
  {
    text: 'Every quarter of a socket is a root bus of its own, its first function 1022:14a4; devices hang on function 1 of devices 1, 3, 5.',
    source: ESC8000A,
  },
  {
    text: 'GPUs and NICs stand directly on root ports: nvidia-smi prints NODE within a socket and SYS across, nowhere PIX between two cards.',
    source: ESC8000A,
  },
  {
    text: 'Zen root complexes pass peer reads and peer writes between root ports.',
    source: AMD_READS_AND_WRITES,
  },
  { text: 'One root bus a socket is drawn, and four of the devices.' },
  { text: 'The root port is 1022:14ab.' },
  ADDRESSES,
];

export const XEON_FACTS: readonly MachineFact[] = [
  {
    text: 'Root buses 16, 30, 4a and 64 belong to socket 0, 97, b0, c9 and e2 to socket 1; device 2 of bus 4a is a Gen4 x16 root port, 8086:347a.',
    source: ICE_LAKE,
  },
  { text: 'The first function of each of these buses is 8086:09a2.', source: ICE_LAKE },
  {
    text: 'Linux lists 8086:09a2 among the host bridges between which peers may talk, whichever root bus they are on.',
    source: P2PDMA,
  },
  { text: 'Which card is in which slot; the posted machine has a NIC alone.' },
  ADDRESSES,
];

export const CCA_SERVER_FACTS: readonly MachineFact[] = [
  {
    text: 'The RMM runs in the Realm world and manages the stage-2 tables of Realms; the hypervisor asks it to map.',
    source: ARM_CCA,
  },
  {
    text: 'The top bit of an IPA tells the shared half of a Realm from the private one; devices are assigned through the RMM.',
    source: RMM_SPECIFICATION,
  },
  {
    text: 'No Arm host bridge but those of NVIDIA and Google is on the list of Linux, so pairs that are redirected are refused.',
    source: P2PDMA,
  },
  { text: 'The machine: one SMMUv3, one switch, an accelerator and a NIC, 40 bits of IPA.' },
  ADDRESSES,
];

export const GRACE_FACTS: readonly MachineFact[] = [
  {
    text: 'GPU and CPU share NVLink-C2C; a NIC reaches the memory of the GPU through the CPU.',
    source: GRACE_GPUDIRECT,
  },
  { text: 'Linux lists no 10de:22b2 among its host bridges.', source: P2PDMA },
  {
    text: 'Segments 2, 6 and 9 and the root port 10de:22b2 are as a boot log of a Grace host shows them; no public address of that log is known to us.',
  },
  { text: 'The root complex forwards peer writes, after its SMMU.' },
  ADDRESSES,
];

export const POWER9_FACTS: readonly MachineFact[] = [
  {
    text: 'Every host bridge (PHB4) has a PCI segment of its own, with a root port 1014:04c1 at bus 0.',
    source: LASSEN,
  },
  {
    text: 'The same in a workstation: nine root ports in nine segments.',
    source: POWER9_WORKSTATION,
  },
  {
    text: 'A slot gets a default DMA window of 2 GB; larger ones are made on request.',
    source: POWER9_WINDOWS,
  },
  { text: 'Linux lists no IBM host bridge.', source: P2PDMA },
  { text: 'A PHB forwards nothing to another PHB.' },
  ADDRESSES,
];

export const DESKTOP_FACTS: readonly MachineFact[] = [
  {
    text: 'The root port 00:01.0 of a 12th generation Core is 8086:460d, the one for a drive 8086:464d.',
    source: ALDER_LAKE,
  },
  { text: 'The processor has 16 lanes for cards and 4 for a drive.', source: ALDER_LAKE_LANES },
  { text: 'Linux lists no root complex of a Core desktop.', source: P2PDMA },
  {
    text: 'PCIe leaves it open whether a root complex routes between root ports.',
    source: P2PDMA_GUIDE,
  },
  { text: 'This one passes writes and answers reads with all ones.' },
  { text: 'The second port is 8086:462d; a BAR of 256 MiB, as without Resizable BAR.' },
  ADDRESSES,
];

export const STORAGE_BOX_FACTS: readonly MachineFact[] = [
  {
    text: 'A CMB is memory of an NVMe drive behind a BAR, and may be the target of DMA of other devices.',
    source: CMB_AS_BAR,
  },
  {
    text: 'The NVMe driver of Linux provides a CMB as peer memory; the NVMe target lets an RDMA NIC write into it.',
    source: P2PDMA_GUIDE,
  },
  { text: 'Below one bridge PCIe guarantees that peers reach each other.', source: P2PDMA_GUIDE },
  { text: 'Four drives 11f8:f117 with 128 MiB of CMB each, Gen4 x4.' },
  ADDRESSES,
];
