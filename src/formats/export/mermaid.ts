import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';

/* A machine as a Mermaid flowchart, for a README or a mail thread. Only ids of our own making go into it unquoted. */

const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  'root-port': ['[/', '/]'],
  'switch-upstream': ['{{', '}}'],
  'switch-downstream': ['[\\', '\\]'],
};

/** Text inside quotes: Mermaid reads `#quot;` as a quotation mark and `<` as HTML. */
function quoted(text: string): string {
  const clean = text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
  return `"${clean.replaceAll(/[\r\n]+/g, ' ')}"`;
}

function acsText(fn: MachineFunction): string {
  if (fn.acsUnknown) return 'ACS unknown';
  if (fn.acs === null) return '';
  const on = ['SV', 'TB', 'RR', 'CR', 'UF', 'EC', 'DT'].filter(
    (_, bit) => (((fn.acs?.control ?? 0) >> bit) & 1) === 1,
  );
  return on.length === 0 ? 'ACS off' : `ACS ${on.join(' ')}`;
}

function nodeLine(fn: MachineFunction): string {
  const [open, close] = SHAPES[fn.kind] ?? ['[', ']'];
  const lines = [fn.name === '' ? fn.kind : fn.name, formatBdf(fn.bdf), acsText(fn)];
  return `  f${fn.index}${open}${quoted(lines.filter((line) => line !== '').join('#10;'))}${close}`;
}

function edgeLine(machine: Machine, fn: MachineFunction): string {
  const link = fn.linkAbove === null ? undefined : machine.links[fn.linkAbove];
  const from = fn.parent === null ? `h${fn.hostBridge}` : `f${fn.parent}`;
  if (link === undefined) return `  ${from} --- f${fn.index}`;
  const label = link.width === 0 ? 'link down' : `x${link.width} ${link.speedGtps} GT/s`;
  return `  ${from} ---|${quoted(label)}| f${fn.index}`;
}

/** Writes the tree of host bridges, ports and devices with link widths, speeds and ACS. */
export function exportMermaid(machine: Machine): string {
  const hosts = machine.hostBridges.map((host) => `  h${host.index}([${quoted(host.name)}])`);
  const nodes = machine.functions.map(nodeLine);
  const edges = machine.functions.map((fn) => edgeLine(machine, fn));
  return `flowchart TD\n${[...hosts, ...nodes, ...edges].join('\n')}\n`;
}
