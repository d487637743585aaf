import { assertUnreachable } from '../base/assert.ts';

/** What the kernel logs while it decides, as facts; M1 to M5 of linux-dma.md §1.5. */
export type P2pMessage =
  | { readonly id: 'M1'; readonly client: string; readonly provider: string }
  | { readonly id: 'M2'; readonly client: string; readonly list: string }
  | { readonly id: 'M3'; readonly client: string; readonly provider: string }
  | { readonly id: 'M4'; readonly client: string }
  | { readonly id: 'M5'; readonly representative: string; readonly device: string };

/** Bytes of the kernel's buffer for the list of redirecting ports, its terminating zero included. */
const LIST_BUFFER_BYTES = 128;

/**
 * Joins the redirecting functions as the kernel's 128-byte seq_buf holds them: the entry that no longer fits
 * is cut where the buffer ends and everything after it is lost.
 *
 * @source Linux drivers/pci/p2pdma.c seq_buf_print_bus_devfn(); linux-dma.md §1.5 (M2)
 */
export function redirectList(names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const longer = `${text}${name};`;
    if (longer.length >= LIST_BUFFER_BYTES) return longer.slice(0, LIST_BUFFER_BYTES - 1);
    text = longer;
  }
  return text.slice(0, -1);
}

/** The line that the kernel logs, without its time stamp. @source linux-dma.md §1.5 */
export function messageText(message: P2pMessage): string {
  switch (message.id) {
    case 'M1':
      return `pci ${message.client}: ACS redirect is set between the client and provider (${message.provider})`;
    case 'M2':
      return `pci ${message.client}: to disable ACS redirect for this path, add the kernel parameter: pci=disable_acs_redir=${message.list}`;
    case 'M3':
      return `pci ${message.client}: cannot be used for peer-to-peer DMA as the client and provider (${message.provider}) do not share an upstream bridge or whitelisted host bridge`;
    case 'M4':
      return `${message.client}: cannot be used for peer-to-peer DMA as it is not a PCI device`;
    case 'M5':
      return `pci ${message.representative}: Host bridge not in P2PDMA whitelist: ${message.device}`;
    default:
      return assertUnreachable(message);
  }
}
