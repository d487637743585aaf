import { formatBdf } from '../../core/base/bdf.ts';
import { ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { controlsAfterBoot } from '../../core/linux/machine-boot.ts';
import { iommuGroups } from '../../core/linux/groups.ts';
import { calcMapType, distanceOf } from '../../core/linux/p2pdma.ts';
import { applyAcsWrite, parseAcsWrite } from '../../core/linux/setpci.ts';
import type { LinuxTree } from '../../core/linux/tree.ts';
import type { Answer } from './answer.ts';
import { readOracle } from './oracle.ts';
import type { Oracle } from './oracle.ts';

/** The control words after boot and after the setpci writes, by function index; null: no ACS capability. */
function controlsOf(oracle: Oracle): Result<(number | null)[], string> {
  const boot = controlsAfterBoot(oracle.tree, {
    kernel: oracle.kernel,
    arch: oracle.arch,
    iommu: oracle.iommu !== 'none',
    parameters: oracle.parameters,
    firmwareOf: (fn) => oracle.firmware.get(fn.name) ?? 0,
  });
  const controls = boot.map((word) => word?.control ?? null);
  for (const text of oracle.setpci) {
    const write = parseAcsWrite(text);
    if (!write.ok) return write;
    const name = formatBdf(write.value.bdf);
    const index = oracle.tree.functions.findIndex((fn) => fn.name === name);
    const control = controls[index];
    const acs = oracle.tree.functions[index]?.acs;
    if (typeof control !== 'number' || !acs) continue;
    controls[index] = applyAcsWrite(control, write.value, acs.capability);
  }
  return ok(controls);
}

function withControls(tree: LinuxTree, controls: readonly (number | null)[]): LinuxTree {
  const functions = tree.functions.map((fn, index) =>
    fn.acs === null ? fn : { ...fn, acs: { ...fn.acs, control: controls[index] ?? 0 } },
  );
  return { ...tree, functions };
}

/** One element a function with an ACS capability: its control word after boot and the listed writes. */
export function answerAcsBoot(document: unknown): Result<Answer[], string> {
  const oracle = readOracle(document);
  if (!oracle.ok) return oracle;
  const controls = controlsOf(oracle.value);
  if (!controls.ok) return controls;
  return ok(
    oracle.value.tree.functions.flatMap((fn, index) => {
      const control = controls.value[index];
      if (typeof control !== 'number') return [];
      return [{ id: fn.name, answer: `0x${control.toString(16).padStart(4, '0')}` }];
    }),
  );
}

/** The groups of a recorded machine, and the map type and distances of every ordered pair. */
export function answerLinux(document: unknown): Result<Answer[], string> {
  const read = readOracle(document);
  if (!read.ok) return read;
  const oracle = read.value;
  let { tree } = oracle;
  if (!oracle.hasControls) {
    const controls = controlsOf(oracle);
    if (!controls.ok) return controls;
    tree = withControls(tree, controls.value);
  }
  const nameOf = (index: number): string => tree.functions[index]?.name ?? '';
  const groups = iommuGroups(tree, { kernel: oracle.kernel, iommu: oracle.iommu }).groups;
  const context = { kernel: oracle.kernel, cpu: oracle.cpu };
  const pairs = tree.functions.flatMap((provider, p) =>
    tree.functions.map((client, c) => {
      const decision = calcMapType(tree, context, p, c);
      return {
        provider: provider.name,
        client: client.name,
        distance: distanceOf(decision),
        map_type: decision.mapType,
        raw_distance: decision.rawDistance,
      };
    }),
  );
  const named = groups
    .map((group) => group.map(nameOf))
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  return ok([
    { id: 'groups', answer: oracle.setpci.length > 0 ? null : named },
    { id: 'p2pdma', answer: pairs },
  ]);
}
