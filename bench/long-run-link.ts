import { enumerate } from '../src/core/machine/enumerate.ts';
import { PRESETS } from '../src/core/scenario/presets/index.ts';
import { createRun } from '../src/core/sim/create-run.ts';
import { encodeShareLink } from '../src/formats/share-link.ts';

/* The opening example with so much to send that its run has a million events. Prints their number and the link. */

const { scenario } = PRESETS[0];
const [transfer] = scenario.transfers;
if (transfer === undefined) throw new Error('the opening example sends something');
const bytes = Number(process.argv[2] ?? 25 * 10 ** 6);
const long = { ...scenario, transfers: [{ ...transfer, op: 'MWr' as const, bytes }] };
const { machine } = enumerate(long);
if (machine === null) throw new Error('the opening example is a machine');
const { eventCount } = createRun(machine);
const link = encodeShareLink(long, { tPs: 0, selection: [], tlpId: null });
process.stdout.write(`${JSON.stringify({ eventCount, link })}\n`);
