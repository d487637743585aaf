import * as z from 'zod/mini';
import { hex } from '../../core/base/address.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { PLAIN_DEVICE, dmaBitMask } from '../../core/linux/dma-device.ts';
import type { DmaDevice } from '../../core/linux/dma-device.ts';
import { findKernel } from '../../core/linux/kernels.ts';
import { p2pMapType } from '../../core/linux/p2pdma.ts';
import { physVecToSgt } from '../../core/linux/phys-vec.ts';
import type { PhysVecResult } from '../../core/linux/phys-vec.ts';
import type { LinuxFunction, LinuxHostBridge, LinuxTree } from '../../core/linux/tree.ts';
import type { Answer } from './answer.ts';

/** A signed hex number as the case files write it. */
const hexText = z.string().check(z.regex(/^-?0x[0-9a-f]+$/i));

/** One element of `cases`. */
export const mapCaseSchema = z.object({
  id: z.string(),
  kernel: z._default(z.string(), '7.2'),
  cpu: z._default(z.enum(['amd-zen', 'amd-other', 'intel', 'arm', 'other']), 'other'),
  p: z.array(z.string()).check(z.minLength(1)),
  c: z.nullable(z.array(z.string()).check(z.minLength(1))),
  acs: z._default(z.record(z.string(), hexText), {}),
  hb: z.record(z.string(), z.object({ bridge: z.string(), rep: z.nullable(z.string()) })),
  phys: z._default(hexText, '0x400000000000'),
  bus_offset: z._default(hexText, '0x0'),
  mask: z._default(z.int(), 64),
  ranges: z._default(z.int().check(z.gte(1)), 1),
  range_size: z._default(z.int().check(z.gte(1)), 65536),
  dma: z._default(z.enum(['iommu', 'direct', 'tce']), 'iommu'),
  tables: z._default(z.enum(['x86', 'lpae']), 'x86'),
  swiotlb: z._default(z.nullable(z.enum(['force'])), null),
  realm: z._default(z.boolean(), false),
  cc_shared: z._default(z.boolean(), false),
});

type MapCase = z.infer<typeof mapCaseSchema>;

function bigintOf(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

/** The functions of both paths, each once; parents as the paths say. */
function treeOf(one: MapCase): {
  readonly tree: LinuxTree;
  readonly indexOf: (id: string) => number;
} {
  const names = [...new Set([...one.p, ...(one.c ?? [])])];
  const above = new Map<string, string>();
  for (const path of [one.p, one.c ?? []]) {
    for (const [n, name] of path.entries()) {
      const next = path[n + 1];
      if (next !== undefined) above.set(name, next);
    }
  }
  const bridges = [...new Set(Object.values(one.hb).map(({ bridge }) => bridge))];
  const rootOf = (name: string): string => {
    const next = above.get(name);
    return next === undefined ? name : rootOf(next);
  };
  const functions = names.map((name, index): LinuxFunction => {
    const parent = above.get(name);
    const control = one.acs[name];
    const word = control === undefined ? null : Number(control);
    return {
      name,
      kind: parent === undefined ? 'root-port' : 'endpoint',
      segment: 0,
      bus: 0,
      devfn: index,
      parent: parent === undefined ? null : names.indexOf(parent),
      physicalFunction: null,
      hostBridge: bridges.indexOf(one.hb[rootOf(name)]?.bridge ?? ''),
      multifunction: false,
      secondaryBus: null,
      vendorId: null,
      deviceId: null,
      subsystemVendorId: null,
      subsystemId: null,
      classCode: null,
      acs: word === null ? null : { capability: word, control: word, egressVector: null },
      portNumber: null,
    };
  });
  const hostBridges = bridges.map((name): LinuxHostBridge => {
    const rep = Object.values(one.hb).find(({ bridge }) => bridge === name)?.rep ?? null;
    const [vendor = '0', device = '0'] = (rep ?? '').split(':');
    return {
      name,
      segment: 0,
      representative:
        rep === null
          ? null
          : { name, vendorId: Number.parseInt(vendor, 16), deviceId: Number.parseInt(device, 16) },
      bypassesIommu: false,
    };
  });
  return { tree: { functions, hostBridges }, indexOf: (id) => names.indexOf(id) };
}

function deviceOf(one: MapCase): DmaDevice {
  return {
    ...PLAIN_DEVICE,
    ops: one.dma,
    dmaMask: dmaBitMask(one.mask),
    forcesSwiotlb: one.swiotlb === 'force',
    inRealm: one.realm,
    iommu: { ...PLAIN_DEVICE.iommu, tables: one.tables },
  };
}

/** `addr` and what goes with it, in the words of the case file. */
function addressOf(mapped: PhysVecResult): Record<string, unknown> {
  if (mapped.errno !== 0) return { addr: 'none', err: mapped.errno };
  const range = mapped.steps.find((step) => step.kind === 'range');
  const pte = mapped.steps.find((step) => step.kind === 'pte');
  const names = { bus: 'BUS', phys: 'PHYS', shared: 'PHYS', iova: 'IOVA' } as const;
  return {
    addr: range === undefined ? 'none' : names[range.space],
    ...(range === undefined ? {} : { addr_value: hex(range.address) }),
    ...(pte === undefined ? {} : { prot: pte.write.prot }),
    sg_entries: mapped.entries.length,
    err: 0,
  };
}

/** Map type, distance, address, messages and errno of one case. */
export function answerMapCase(one: MapCase): Result<Answer, string> {
  const kernel = findKernel(one.kernel);
  if (!kernel.ok) return err(`${one.id}: ${kernel.error}`);
  const unknown = [one.p, one.c ?? []].find(
    (path) => path.length > 0 && one.hb[path.at(-1) ?? ''] === undefined,
  );
  if (unknown !== undefined) return err(`${one.id}: hb does not name ${unknown.at(-1) ?? ''}`);
  const { tree, indexOf } = treeOf(one);
  const client =
    one.c === null
      ? ({ kind: 'software', name: 'client', under: null } as const)
      : indexOf(one.c[0] ?? '');
  const provider = indexOf(one.p[0] ?? '');
  const decision = p2pMapType(tree, { kernel: kernel.value, cpu: one.cpu }, { provider, client });
  const phys = bigintOf(one.phys);
  const size = BigInt(one.range_size);
  const mapped = physVecToSgt(kernel.value, {
    ranges: Array.from({ length: one.ranges }, (_, n) => ({
      phys: phys + BigInt(n) * size,
      sizeBytes: size,
    })),
    mapType: decision.mapType,
    busOffset: bigintOf(one.bus_offset),
    device: deviceOf(one),
    direction: 'BIDIRECTIONAL',
    ccShared: one.cc_shared,
  });
  const answer = {
    map: decision.mapType,
    ...(decision.rawDistance === null ? {} : { dist: decision.rawDistance }),
    ...(kernel.value.hasDmaAttrMmio ? addressOf(mapped) : {}),
    msgs: decision.messages.map(({ id }) => id),
  };
  return ok({ id: one.id, answer });
}
