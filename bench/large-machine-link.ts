import { enumerate } from '../src/core/machine/enumerate.ts';
import {
  bar64,
  newEndpoint,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../src/core/scenario/defaults.ts';
import type { Component, Link } from '../src/core/scenario/schema.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';

/*
 * A machine of so many switches, 25 of them below a host, with so many devices each, and one transfer.
 * usage: large-machine-link SWITCHES DEVICES; prints the numbers of its devices, links and functions, and its link.
 */

const HOST_SWITCHES = 25;
const [switches = 100, devices = 3] = process.argv.slice(2).map(Number);
const components: Component[] = [];
const links: Link[] = [];
for (let at = 0; at < switches; at++) {
  const host = `host${Math.floor(at / HOST_SWITCHES)}`;
  if (at % HOST_SWITCHES === 0)
    components.push(
      newHostBridge({
        id: host,
        name: host,
        segment: components.filter((one) => one.kind === 'host-bridge').length,
      }),
    );
  components.push(newRootPort({ id: `rp${at}`, name: `RP${at}`, parent: host }));
  components.push(newSwitchUpstream({ id: `sw${at}`, name: `SW${at}` }));
  links.push(newLink({ from: `rp${at}`, to: `sw${at}` }));
  for (let n = 0; n < devices; n++) {
    const port = `dsp${at}-${n}`;
    const id = `ep${at}-${n}`;
    components.push(newSwitchDownstream({ id: port, name: port, parent: `sw${at}` }));
    components.push(newEndpoint({ id, name: id, bars: [bar64(0, 1 << 20)] }));
    links.push(newLink({ from: port, to: id }));
  }
}
const to = { kind: 'bar', function: 'ep0-1', bar: 0, offset: '0x0' } as const;
const transfers = [newTransfer({ id: 't', name: 't', from: 'ep0-0', to, bytes: 4096 })];
const scenario = newScenario({ title: 'Large machine', components, links, transfers });
const { machine, diagnostics } = enumerate(scenario);
if (machine === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
const link = encodeShareLink(scenario, { tPs: 0, selection: [], tlpId: null });
const counts = { devices: switches * devices, links: links.length };
process.stdout.write(
  `${JSON.stringify({ ...counts, functions: machine.functions.length, link })}\n`,
);
