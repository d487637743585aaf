// Time of the search for the fewest changes on a machine of 64 functions, as a ratio to the least that proving can
// cost: building the machine once for every state that was examined. Run: node bench/advise.mjs
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const load = (path) => server.ssrLoadModule(`/src/core/${path}`);
const { whySteps } = await load('advise/why.ts');
const { enumerate } = await load('machine/enumerate.ts');
const make = await load('scenario/defaults.ts');

/** Four switches of ten ports with devices and one of six: 64 functions. */
function machineOf64() {
  const components = [make.newHostBridge({ id: 'hb', name: 'HB', deviceId: 'ffff' })];
  const links = [];
  let left = 64;
  for (let s = 0; left > 4; s++) {
    components.push(
      make.newRootPort({ id: `rp${s}`, name: `RP${s}`, parent: 'hb', acs: make.acs(0x5f, 0x1d) }),
    );
    components.push(make.newSwitchUpstream({ id: `usp${s}`, name: `USP${s}` }));
    links.push(make.newLink({ from: `rp${s}`, to: `usp${s}` }));
    left -= 2;
    for (let p = 0; p < 8 && left >= 2; p++, left -= 2) {
      const id = `${s}-${p}`;
      components.push(
        make.newSwitchDownstream({
          id: `dsp${id}`,
          name: `DSP${id}`,
          parent: `usp${s}`,
          acs: make.acs(0x5f, 0x1d),
        }),
        make.newFunction({
          id: `ep${id}`,
          name: `EP${id}`,
          kind: 'endpoint',
          bars: [make.bar64(0, 1 << 20)],
        }),
      );
      links.push(make.newLink({ from: `dsp${id}`, to: `ep${id}` }));
    }
  }
  const system = { cpu: 'intel', kernel: '7.3', iommu: 'on' };
  return make.newScenario({ title: '64 functions', system, components, links });
}

function search(scenario, question) {
  const start = performance.now();
  const steps = whySteps(scenario, question);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return { ms: performance.now() - start, ...step.value.value };
}

const scenario = machineOf64();
const { machine } = enumerate(scenario);
console.log(`functions: ${machine.functions.length}`);
for (let n = 0; n < 50; n++) enumerate(scenario);
const start = performance.now();
for (let n = 0; n < 200; n++) enumerate(scenario);
const enumerateMs = (performance.now() - start) / 200;
for (const [goal, toId] of [
  ['direct', 'ep0-1'],
  ['direct', 'ep1-0'],
  ['isolated', 'ep0-1'],
]) {
  const { ms, examined, fixes } = search(scenario, { fromId: 'ep0-0', toId, goal });
  const floor = examined * enumerateMs;
  console.log(
    `${goal} ep0-0 to ${toId}: ${fixes.length} sets, ${examined} states, ${ms.toFixed(0)} ms, ratio to building them ${(ms / floor).toFixed(2)}`,
  );
}
await server.close();
