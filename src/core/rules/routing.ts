import type { Rule } from './types.ts';

/** Rules of routing by address and ID, of decoding, and of the root complex. */
export const ROUTING_RULES = {
  'ROUTE-ISSUE': {
    title: 'Request issued',
    explanation: 'The requester has Bus Master Enable set and puts the request on its link.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
  'ROUTE-BME-OFF': {
    title: 'Bus Master Enable is off: nothing is sent',
    explanation:
      'A function with Bus Master Enable clear must not send memory or I/O requests, interrupts by message included.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
  'ROUTE-NO-INTERNAL-PATH': {
    title: 'No path inside the device: the request leaves on the link',
    explanation:
      'The target is another function of the same device, but this function shows no ACS capability, so no internal path is assumed: the request leaves on the link and the port above finds its target back where it came from.',
    cites: 'PCIe Base §6.12.1.2',
    confidence: 'assumption',
  },
  'ROUTE-CONVENTIONAL-BUS': {
    title: 'Shared bus: the peer answers itself',
    explanation:
      'On a conventional PCI bus every device sees every transaction and the one whose BAR matches claims it. No port can check or redirect it.',
    cites: 'PCI Local Bus Specification 3.0 §3.2',
    confidence: 'spec',
  },
  'ROUTE-PCI-BRIDGE-ID': {
    title: 'The bridge takes ownership of the request',
    explanation:
      'Conventional devices have no requester ID of their own on PCI Express: the bridge forwards the request under its secondary bus number, device 0, function 0.',
    cites:
      'PCI Express to PCI/PCI-X Bridge Specification §2.3; Linux drivers/pci/search.c pci_for_each_dma_alias()',
    confidence: 'kernel',
  },
  'ROUTE-UP': {
    title: 'Towards the root',
    explanation:
      'No port of this switch claims the TLP, so the upstream port passes it on. An upstream port applies no ACS.',
    cites: 'PCIe Base §7.5.1.3, §6.12.1',
    confidence: 'spec',
  },
  'ROUTE-DOWN': {
    title: 'Claimed by a window',
    explanation:
      'The address lies in a window of this port (or the bus number of the completion in its bus range), so the TLP goes down to its secondary side. Downward traffic is not checked by ACS.',
    cites: 'PCIe Base §2.2.4, §7.5.1.3',
    confidence: 'spec',
  },
  'ROUTE-BRIDGE-BME-OFF': {
    title: 'Bus Master Enable of the bridge is off',
    explanation:
      'A bridge with Bus Master Enable clear does not forward memory and I/O requests upwards: it answers them as Unsupported Requests.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
  'ROUTE-BRIDGE-MSE-OFF': {
    title: 'Memory Space Enable of the bridge is off',
    explanation:
      'A bridge with Memory Space Enable clear claims nothing from above: Unsupported Request.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
  'ROUTE-NO-WINDOW': {
    title: 'No window claims the address',
    explanation:
      'The request came down to this port, but none of its windows and BARs contains the address: Unsupported Request.',
    cites: 'PCIe Base §2.2.4.1',
    confidence: 'spec',
  },
  'ROUTE-LINK-DOWN': {
    title: 'Nothing below: the link is down',
    explanation:
      'The port should send the TLP down, but no device is connected or the link is not trained. Requests are answered as Unsupported Requests.',
    cites: 'PCIe Base §2.9.1',
    confidence: 'spec',
  },
  'ROUTE-CFG-UP': {
    title: 'Configuration requests never travel up',
    explanation:
      'Only the root complex configures functions: a configuration request from below is an Unsupported Request.',
    cites: 'PCIe Base §7.3.3',
    confidence: 'spec',
  },
  'ROUTE-ID-NOWHERE': {
    title: 'Completion for nobody',
    explanation:
      'No function at this place has the requester ID of the completion: it is dropped as an Unexpected Completion and the requester waits until it times out.',
    cites: 'PCIe Base §2.3.2',
    confidence: 'spec',
  },
  'ROUTE-MALFORMED-MPS': {
    title: 'Payload larger than Max_Payload_Size',
    explanation:
      'The TLP carries more payload than this receiver may accept: it is Malformed, a fatal error. The TLP is dropped and no completion is sent; a requester waits until it times out.',
    cites: 'PCIe Base §2.2.2, §6.2',
    confidence: 'spec',
  },
  'ROUTE-BAR': {
    title: 'A BAR claims the address',
    explanation:
      'Memory Space Enable is set and the address lies in a BAR of this function: it serves the request.',
    cites: 'PCIe Base §2.3.1, §7.5.1.2.1',
    confidence: 'spec',
  },
  'ROUTE-WRONG-TARGET': {
    title: 'Served by a function that was not meant',
    explanation:
      'The address lies in a BAR of this function, but the requester meant something else. Nothing reports it: the data simply go to, or come from, the wrong place.',
    cites: 'PCIe Base §2.2.4.1',
    confidence: 'spec',
  },
  'ROUTE-MSE-OFF': {
    title: 'Memory Space Enable is off',
    explanation:
      'A function with Memory Space Enable clear decodes none of its BARs: Unsupported Request.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
  'ROUTE-NO-BAR': {
    title: 'No BAR matches',
    explanation:
      'The request reached the device, but the address lies in none of its assigned BARs: Unsupported Request.',
    cites: 'PCIe Base §2.3.1',
    confidence: 'spec',
  },
  'ROUTE-AT-REQUEST': {
    title: 'A translation request at an endpoint',
    explanation:
      'Only a translation agent can answer a translation request (AT=01). An endpoint treats it as an Unsupported Request.',
    cites: 'PCIe Base §10.2.2',
    confidence: 'assumption',
  },
  'ROUTE-CPL-ISSUE': {
    title: 'Completion sent',
    explanation:
      'The completer answers under its own ID. The completion travels by the requester ID, with the traffic class, attributes and tag of the request.',
    cites: 'PCIe Base §2.2.9, §2.3.1.1',
    confidence: 'spec',
  },
  'ROUTE-CPL-DELIVERED': {
    title: 'The requester takes the completion',
    explanation: 'Requester ID and tag match an outstanding request of this function.',
    cites: 'PCIe Base §2.3.2',
    confidence: 'spec',
  },
  'RC-MSI': {
    title: 'Write to the interrupt window',
    explanation:
      'On x86, writes to 0xFEE00000-0xFEEFFFFF are interrupt messages: the root complex turns them into interrupts, no memory is touched.',
    cites: 'Intel SDM Vol. 3A §11.11; AMD I/O Virtualization §2.1.2',
    confidence: 'spec',
  },
  'RC-DRAM': {
    title: 'Served by memory',
    explanation: 'The physical address lies in memory of the host, which serves the request.',
    cites: 'PCIe Base §1.3.1',
    confidence: 'spec',
  },
  'RC-P2P': {
    title: 'Turned around inside the root complex',
    explanation:
      'The physical address lies below a root port, and this root complex forwards between its ports. The request goes down again with its own requester ID, split to the Max_Payload_Size of that port.',
    cites: 'PCIe Base §1.3.1 (implementation specific)',
    confidence: 'assumption',
  },
  'RC-P2P-DIRECT': {
    title: 'Short cut inside the root complex',
    explanation:
      'The root port did not redirect, so the root complex hands the request straight to the other root port. No IOMMU sees it.',
    cites: 'PCIe Base §1.3.1 (implementation specific), §6.12.1.1',
    confidence: 'assumption',
  },
  'RC-P2P-TBU': {
    title: 'Looped through the interconnect',
    explanation:
      'The root port sends everything out to the external translation unit; the physical address then lies in the outbound window of a root port, and the request comes back through it.',
    cites: 'Arm BSA PCI_PP_01 to PCI_PP_06; dri-devel discussion of 2025-07-30',
    confidence: 'assumption',
  },
  'RC-P2P-FABRIC': {
    title: 'Across the fabric to another host bridge',
    explanation:
      'The physical address lies below a root port of another host bridge: the request crosses the coherent fabric. Both root complexes must forward peer-to-peer traffic.',
    cites: 'PCIe Base §1.3.1 (implementation specific)',
    confidence: 'assumption',
  },
  'RC-P2P-NONE': {
    title: 'This root complex does not forward peer-to-peer',
    explanation:
      'The physical address lies below a root port, but forwarding between root ports is optional and this root complex does not do it: Unsupported Request.',
    cites: 'PCIe Base §1.3.1 (implementation specific)',
    confidence: 'assumption',
  },
  'RC-P2P-READ': {
    title: 'Only writes are forwarded: the read returns all ones',
    explanation:
      'This root complex forwards peer-to-peer writes only. The read ends here, and the requester gets a successful completion whose data are all ones: no error is visible anywhere.',
    cites: 'NVIDIA/open-gpu-kernel-modules#1253; enfiskutensykkel/ssd-gpu-dma#20',
    confidence: 'measured',
  },
  'RC-NO-DECODE': {
    title: 'No memory and no device at this address',
    explanation:
      'After translation nothing in the machine decodes the physical address: Unsupported Request.',
    cites: 'PCIe Base §2.2.4.1',
    confidence: 'spec',
  },
  'RC-CPL': {
    title: 'Completion delivered by the root complex',
    explanation:
      'The root complex hands the completion to the root port below which the requester is, behind the requests that it redirected there.',
    cites: 'PCIe Base §6.12.1.1, §2.2.4.2',
    confidence: 'spec',
  },
  'RC-ATS-NONE': {
    title: 'No IOMMU answers the translation request',
    explanation:
      'A translation request (AT=01) reached a root complex without a translation agent: Unsupported Request.',
    cites: 'PCIe Base §10.2.2',
    confidence: 'assumption',
  },
  'RC-IOMMU-ELSEWHERE': {
    title: 'IOMMU on, its tables unknown',
    explanation:
      'The machine runs with an IOMMU, but the document holds no tables of it. It is taken to map the address one to one.',
    cites: 'Linux drivers/iommu/dma-iommu.c iommu_dma_map_phys()',
    confidence: 'assumption',
  },
  'RC-NO-HAIRPIN': {
    title: 'The root port does not send back what it received',
    explanation:
      'The target lies below the very root port that the request came in by, and this root complex does not turn requests around inside one port.',
    cites: 'Arm BSA PCI_PP_01; smmu-cca.md §4.2',
    confidence: 'assumption',
  },
  'RC-MERGE': {
    title: 'Adjacent writes are joined into one burst',
    explanation:
      'The IOMMU maps the target as Normal memory (IOMMU_CACHE), so the interconnect may gather adjacent writes. If the egress root port does not cut the burst to its Max_Payload_Size, the receiver treats it as Malformed. Device memory (IOMMU_MMIO) is never gathered.',
    cites: 'Arm IHI 0070 §13; 2025-07-30 dri-devel discussion',
    confidence: 'assumption',
  },
} as const satisfies Record<string, Rule>;
