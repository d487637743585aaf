import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { acsAfterBoot } from '../../core/linux/acs-boot.ts';
import { parseConfigAcs } from '../../core/linux/acs-parameter.ts';
import { iommuGroups } from '../../core/linux/groups.ts';
import { findKernel } from '../../core/linux/kernels.ts';
import type { LinuxFunction, LinuxTree } from '../../core/linux/tree.ts';
import { FUNCTION_KINDS } from '../../core/scenario/schema.ts';
import type { Answer } from './answer.ts';

const hexText = z.string().check(z.regex(/^0x[0-9a-f]+$/i));

/** One element of `acs_boot`. */
export const acsBootCaseSchema = z.object({
  id: z.string(),
  kernel: z._default(z.string(), '7.2'),
  arch: z._default(z.enum(['x86', 'arm64']), 'x86'),
  cap: hexText,
  fw: hexText,
  iommu: z.boolean(),
  noats: z._default(z.boolean(), false),
  disable_redir: z._default(z.boolean(), false),
  config_acs: z._default(z.nullable(z.string()), null),
});

/** The control word after boot. FLAGS that the kernel refuses change nothing. */
export function answerAcsBootCase(one: z.infer<typeof acsBootCaseSchema>): Result<Answer, string> {
  const kernel = findKernel(one.kernel);
  if (!kernel.ok) return err(`${one.id}: ${kernel.error}`);
  // The case gives FLAGS alone; any device stands for the one in question.
  const flags = one.config_acs === null ? null : parseConfigAcs(`${one.config_acs}@00:00.0`);
  const { control } = acsAfterBoot({
    kernel: kernel.value,
    arch: one.arch,
    iommu: one.iommu,
    noAts: one.noats,
    capability: Number(one.cap),
    firmware: Number(one.fw),
    disableRedir: one.disable_redir ? { mask: 0x2c, value: 0 } : null,
    configAcs: flags?.ok === true ? (flags.value[0] ?? null) : null,
  });
  return ok({ id: one.id, answer: { ctrl: `0x${control.toString(16).padStart(2, '0')}` } });
}

/** One element of `groups`. */
export const groupsCaseSchema = z.object({
  id: z.string(),
  kernel: z._default(z.string(), '7.2'),
  nodes: z.record(
    z.string(),
    z.object({
      type: z.enum(FUNCTION_KINDS),
      up: z.nullable(z.string()),
      mf: z._default(z.boolean(), false),
      acs: z.nullable(z.object({ cap: z._default(hexText, '0x1f'), ctl: hexText })),
    }),
  ),
});

type Nodes = z.infer<typeof groupsCaseSchema>['nodes'];

/** Nodes are in BDF order; multi-function siblings are one device, every other node a device of its own. */
function treeOf(nodes: Nodes): LinuxTree {
  const names = Object.keys(nodes);
  const busOf = (up: string | null): number => (up === null ? 0 : names.indexOf(up) + 1);
  const functions = Object.entries(nodes).map(([name, node], index): LinuxFunction => {
    const siblings = Object.entries(nodes).filter(([, other]) => other.up === node.up);
    const together = siblings.filter(([, other]) => other.mf).map(([sibling]) => sibling);
    const alone = siblings.filter(([, other]) => !other.mf).map(([sibling]) => sibling);
    const devfn = node.mf ? together.indexOf(name) : (alone.indexOf(name) + 1) << 3;
    return {
      name,
      kind: node.type,
      segment: 0,
      bus: busOf(node.up),
      devfn,
      parent: node.up === null ? null : names.indexOf(node.up),
      physicalFunction: null,
      hostBridge: 0,
      multifunction: node.mf,
      secondaryBus: index + 1,
      vendorId: null,
      deviceId: null,
      subsystemVendorId: null,
      subsystemId: null,
      classCode: null,
      acs:
        node.acs === null
          ? null
          : {
              capability: Number(node.acs.cap),
              control: Number(node.acs.ctl),
              egressVector: null,
            },
      portNumber: null,
    };
  });
  const bridge = { name: 'h0', segment: 0, representative: null, bypassesIommu: false };
  return { functions, hostBridges: [bridge] };
}

/** The groups, members and groups sorted by name. */
export function answerGroupsCase(one: z.infer<typeof groupsCaseSchema>): Result<Answer, string> {
  const kernel = findKernel(one.kernel);
  if (!kernel.ok) return err(`${one.id}: ${kernel.error}`);
  const lost = Object.values(one.nodes).find(
    ({ up }) => up !== null && !Object.hasOwn(one.nodes, up),
  );
  if (lost !== undefined) return err(`${one.id}: up ${lost.up ?? ''} is not a node`);
  const tree = treeOf(one.nodes);
  const { groups } = iommuGroups(tree, { kernel: kernel.value, iommu: 'other' });
  const named = groups.map((group) =>
    group.map((index) => tree.functions[index]?.name ?? '').sort(),
  );
  const sorted = named.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  return ok({ id: one.id, answer: { groups: sorted } });
}
