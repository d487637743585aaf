import type { Rule } from './types.ts';

/** Access Control Services, in the order in which a port applies them. */
export const ACS_RULES = {
  'ACS-DOWNWARD': {
    title: 'Downward traffic is not checked',
    explanation:
      'ACS looks only at TLPs that climb towards the root. This one flows down, so the port passes it on whatever its ACS bits say.',
    cites: 'PCIe Base §6.12.1',
    confidence: 'spec',
  },
  'ACS-NOT-HERE': {
    title: 'No ACS at this kind of port',
    explanation:
      'A switch upstream port and a single-function endpoint have no ACS: there is no peer that they could reach without the port above.',
    cites: 'PCIe Base §6.12.1.1, §6.12.1.2',
    confidence: 'spec',
  },
  'ACS-SV': {
    title: 'Source Validation',
    explanation:
      'With SV set, the port refuses a request whose requester bus number does not lie below it: such a request is forged, or was sent before its function learned its bus number. Completions are exempt.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-TB': {
    title: 'Translation Blocking',
    explanation:
      'With TB set, the port refuses every memory request that claims an address type other than untranslated. This check comes first: neither UF nor DT can save the request.',
    cites: 'PCIe Base §6.12.1.1, §6.12.3',
    confidence: 'spec',
  },
  'ACS-IORB': {
    title: 'I/O Request Blocking',
    explanation: 'With I/O request blocking set, the port refuses every I/O request from below.',
    cites: 'PCIe Base §6.12.1.1, §7.7.12.3; Linux include/uapi/linux/pci_regs.h',
    confidence: 'assumption',
  },
  'ACS-UPSTREAM': {
    title: 'On its way up anyway',
    explanation:
      'No port beside this one claims the TLP, so it goes up. Redirection and egress control have nothing to decide here.',
    cites: 'PCIe Base §6.12.3',
    confidence: 'spec',
  },
  'ACS-UF': {
    title: 'Upstream Forwarding',
    explanation:
      'The target lies back through the port that the TLP came from, because something below redirected it. With UF set, the port forwards it up all the same; a root port hands it to the root complex.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-UF-OFF': {
    title: 'Redirected into a port without Upstream Forwarding',
    explanation:
      'The target lies back through the port that the request came from, and a port never sends a request back where it came from. Without UF it is an Unsupported Request: redirection below needs UF on every port above.',
    cites: 'PCIe Base §6.12.1.1, §2.2.4.1',
    confidence: 'spec',
  },
  'ACS-UF-OFF-CPL': {
    title: 'Completion redirected into a port without Upstream Forwarding',
    explanation:
      'The requester lies back through the port that the completion came from. Without UF the port drops it as an Unexpected Completion, and the requester waits until it times out.',
    cites: 'PCIe Base §6.12.1.1, §2.3.2',
    confidence: 'spec',
  },
  'ACS-CR': {
    title: 'P2P Completion Redirect',
    explanation:
      'With CR set, a completion to a peer goes up to the root complex, so that it stays behind redirected requests. It decides only at the port of the completer.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-CR-OFF': {
    title: 'No P2P Completion Redirect: completion goes direct',
    explanation:
      'CR is not set, so the completion takes the short path to the peer. RR, EC and DT never apply to completions.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-CR-RO': {
    title: 'Relaxed Ordering exempts the completion',
    explanation:
      'CR is set, but this completion has Relaxed Ordering and may overtake writes: it goes straight to the peer.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-DT': {
    title: 'Direct Translated P2P',
    explanation:
      'The request carries a translated address (AT=10) and DT is set, so it goes straight to the peer whatever RR and EC say. Its completion gets no such exemption.',
    cites: 'PCIe Base §6.12.1.1, §6.12.3',
    confidence: 'spec',
  },
  'ACS-EC-CLEAR': {
    title: 'Egress Control lets it through',
    explanation:
      'EC is set and the bit of this egress port in the vector is 0: the request goes straight to the peer, even with RR set.',
    cites: 'PCIe Base §6.12.3',
    confidence: 'assumption',
  },
  'ACS-EC-REDIRECT': {
    title: 'Egress Control with Request Redirect',
    explanation:
      'EC is set, the bit of this egress port in the vector is 1, and RR is set: the request goes up instead of being refused.',
    cites: 'PCIe Base §6.12.3',
    confidence: 'assumption',
  },
  'ACS-EC': {
    title: 'P2P Egress Control',
    explanation:
      'EC is set and the bit of this egress port in the vector is 1: peer-to-peer requests to it are refused as an ACS Violation.',
    cites: 'PCIe Base §6.12.1.1, §6.12.3',
    confidence: 'assumption',
  },
  'ACS-RR': {
    title: 'P2P Request Redirect',
    explanation:
      'With RR set, a peer-to-peer request is sent upstream to the root complex instead of straight to the peer.',
    cites: 'PCIe Base §6.12.1.1, §7.7.12',
    confidence: 'spec',
  },
  'ACS-RR-OFF': {
    title: 'No P2P Request Redirect: request goes direct',
    explanation:
      'Neither RR nor EC is set at the port where the path turns towards the peer, so the request goes straight there and no IOMMU sees it.',
    cites: 'PCIe Base §6.12.1.1',
    confidence: 'spec',
  },
  'ACS-MT-DIRECT': {
    title: 'Memory target access: direct',
    explanation:
      'The address lies in a BAR of the switch itself, and the enhanced control for that target says direct access.',
    cites: 'PCIe Base §7.7.12.3; Linux include/uapi/linux/pci_regs.h',
    confidence: 'assumption',
  },
  'ACS-MT-BLOCK': {
    title: 'Memory target access: blocked',
    explanation:
      'The address lies in a BAR of the switch itself, and the enhanced control for that target refuses it as an ACS Violation.',
    cites: 'PCIe Base §7.7.12.3; Linux include/uapi/linux/pci_regs.h',
    confidence: 'assumption',
  },
  'ACS-MT-REDIRECT': {
    title: 'Memory target access: redirected',
    explanation:
      'The address lies in a BAR of the switch itself, and the enhanced control for that target sends the request up.',
    cites: 'PCIe Base §7.7.12.3; Linux include/uapi/linux/pci_regs.h',
    confidence: 'assumption',
  },
  'ACS-MT-RESERVED': {
    title: 'Memory target access: reserved value',
    explanation:
      'The enhanced control holds the reserved value 11. No specification says what the port does with the request.',
    cites: 'PCIe Base §7.7.12.3',
    confidence: 'assumption',
  },
  'ACS-MT-RR': {
    title: 'A BAR of the switch, without the enhanced control: follows RR',
    explanation:
      'The address lies in a BAR of the switch itself and the port has no enhanced ACS. What happens is up to the switch; here it follows RR, which is set, so the request goes up.',
    cites: 'PCIe Base §6.12.3 (implementation specific)',
    confidence: 'assumption',
  },
  'ACS-MT-RR-OFF': {
    title: 'A BAR of the switch, without the enhanced control: direct',
    explanation:
      'The address lies in a BAR of the switch itself and the port has no enhanced ACS. What happens is up to the switch; here it follows RR, which is off, so the request is served directly.',
    cites: 'PCIe Base §6.12.3 (implementation specific)',
    confidence: 'assumption',
  },
  'ACS-UNCLAIMED-RR': {
    title: 'Unclaimed Request Redirect',
    explanation:
      'The address lies inside the window of the switch but no port below claims it. With unclaimed request redirect set, the request goes up.',
    cites: 'PCIe Base §7.7.12.3; Linux include/uapi/linux/pci_regs.h',
    confidence: 'assumption',
  },
  'ACS-UNCLAIMED': {
    title: 'Hole in the window of the switch',
    explanation:
      'The address lies inside the window of the switch but no port below claims it, and nothing redirects such requests: Unsupported Request.',
    cites: 'PCIe Base §2.2.4.1, §7.7.12.3',
    confidence: 'spec',
  },
  'ACS-UNCLAIMED-CPL': {
    title: 'Completion for a bus that no port claims',
    explanation:
      'The bus of the requester lies inside the range of the switch but below none of its ports: Unexpected Completion. Unclaimed request redirect never applies to completions.',
    cites: 'PCIe Base §2.3.2',
    confidence: 'spec',
  },
  'ACS-UNKNOWN': {
    title: 'ACS setting unknown',
    explanation:
      'The source does not say how ACS is set at this port, and with ACS off the TLP would go elsewhere than with the usual setting of an operating system (SV RR CR UF). Which one happens cannot be told; set the bits to see.',
    cites: 'Linux drivers/pci/pci.c pci_std_enable_acs()',
    confidence: 'assumption',
  },
} as const satisfies Record<string, Rule>;

/** Stable id of an ACS decision. */
export type AcsRuleId = keyof typeof ACS_RULES;
