import { defined } from '../base/assert.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { hostBridgeRow } from './host-bridges.ts';
import type { Kernel } from './kernels.ts';
import { redirectList } from './p2pdma-messages.ts';
import type { P2pMessage } from './p2pdma-messages.ts';
import { redirectsToward } from './p2pdma-redirect.ts';
import { pathOf } from './tree.ts';
import type { CpuKey, LinuxFunction, LinuxHostBridge, LinuxTree } from './tree.ts';

/** PCI_P2PDMA_MAP_* without the prefix. */
export type MapType = 'BUS_ADDR' | 'THRU_HOST_BRIDGE' | 'NOT_SUPPORTED';

/** What the decision depends on beside the tree. */
export interface P2pContext {
  readonly kernel: Kernel;
  readonly cpu: CpuKey;
  /** CONFIG_PCI_P2PDMA; absent: built in. */
  readonly configured?: boolean;
  /** `dev` only: host bridge pairs [client's, provider's] between which the ACPI HMAT describes an ordered path. */
  readonly hmatPaths?: readonly (readonly [client: number, provider: number])[];
}

/** The client of a mapping: a PCI function, or a software device that may sit under one. */
export type P2pClient =
  number | { readonly kind: 'software'; readonly name: string; readonly under: number | null };

/** What Linux answers for one pair, and why. */
export interface P2pDecision {
  readonly mapType: MapType;
  /** Hops counted, also when refused; null where the kernel counted none. */
  readonly rawDistance: number | null;
  /** First bridge (or function) on both paths; null: there is none or it was not looked for. */
  readonly common: number | null;
  /** The kernel's set R in the order in which it visits: provider walk, then client walk. */
  readonly redirectedBy: readonly number[];
  /** Host bridge whose row or absence decided; null: the host bridge was never consulted. */
  readonly hostBridge: number | null;
  /** The rules that applied, in order; the last one decided. */
  readonly reasons: readonly RuleId[];
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
  readonly messages: readonly P2pMessage[];
}

/** `8086:09a2`; what the source did not say is `????`. */
export function representativeText(rep: NonNullable<LinuxHostBridge['representative']>): string {
  const hex4 = (id: number | null): string =>
    id === null ? '????' : id.toString(16).padStart(4, '0');
  return `${hex4(rep.vendorId)}:${hex4(rep.deviceId)}`;
}

/** What pci_p2pdma_distance_many() returns for this pair: -1 when it is not supported. */
export function distanceOf(decision: P2pDecision): number {
  return decision.mapType === 'NOT_SUPPORTED' ? -1 : (decision.rawDistance ?? -1);
}

/** cpu_supports_p2pdma(): true for AMD family 0x17 and newer, and for nothing else. @source linux-dma.md §1.3 */
export function cpuSupportsP2pdma(cpu: CpuKey): boolean {
  return cpu === 'amd-zen';
}

type HostVerdict = Pick<P2pDecision, 'mapType' | 'hostBridge' | 'rule' | 'operands'> & {
  readonly messages: readonly P2pMessage[];
};

/** One look-up of __host_bridge_whitelist(). @source linux-dma.md §1.4 steps 2 to 5 */
function lookUpHostBridge(
  tree: LinuxTree,
  context: P2pContext,
  ask: { readonly hostBridge: number; readonly same: boolean; readonly warn: boolean },
): HostVerdict {
  const bridge = defined(tree.hostBridges[ask.hostBridge], 'host bridge exists');
  const at = { mapType: 'NOT_SUPPORTED', hostBridge: ask.hostBridge } as const;
  const rep = bridge.representative;
  if (rep === null) {
    const operands = [
      { name: bridge.name, value: 'no 00.0 and no root port first', decided: true },
    ];
    return { ...at, rule: 'P2PDMA-NO-REPRESENTATIVE', operands, messages: [] };
  }
  const device = representativeText(rep);
  const operand: Operand = { name: `host bridge ${bridge.name}`, value: device, decided: true };
  const row = hostBridgeRow(context.kernel, rep.vendorId, rep.deviceId);
  if (row === null) {
    const messages: P2pMessage[] = ask.warn ? [{ id: 'M5', representative: rep.name, device }] : [];
    return { ...at, rule: 'P2PDMA-NOT-LISTED', operands: [operand], messages };
  }
  if (row.sameOnly && !ask.same) {
    const flag: Operand = { name: 'same host bridge', value: 'no', decided: true };
    return { ...at, rule: 'P2PDMA-SAME-ONLY', operands: [operand, flag], messages: [] };
  }
  const listed: Operand = { name: 'listed as', value: row.name };
  return {
    ...at,
    mapType: 'THRU_HOST_BRIDGE',
    rule: 'P2PDMA-HOST-BRIDGE',
    operands: [operand, listed],
    messages: [],
  };
}

/** Whether the root complex may be asked to turn the request around. @source linux-dma.md §1.2 host step, §1.4 */
function hostStep(
  tree: LinuxTree,
  context: P2pContext,
  pair: {
    readonly provider: LinuxFunction;
    readonly client: LinuxFunction;
    readonly warn: boolean;
  },
): HostVerdict {
  const { provider, client, warn } = pair;
  if (cpuSupportsP2pdma(context.cpu)) {
    const operands = [{ name: 'cpu', value: context.cpu, decided: true }];
    return {
      mapType: 'THRU_HOST_BRIDGE',
      hostBridge: null,
      rule: 'P2PDMA-CPU',
      operands,
      messages: [],
    };
  }
  const same = provider.hostBridge === client.hostBridge;
  const first = lookUpHostBridge(tree, context, { hostBridge: provider.hostBridge, same, warn });
  const verdict =
    same || first.mapType === 'NOT_SUPPORTED'
      ? first
      : lookUpHostBridge(tree, context, { hostBridge: client.hostBridge, same, warn });
  if (verdict.mapType === 'THRU_HOST_BRIDGE' || !context.kernel.readsEgressVector) return verdict;
  const isDescribed = (context.hmatPaths ?? []).some(
    ([from, to]) => from === client.hostBridge && to === provider.hostBridge,
  );
  return isDescribed ? { ...verdict, mapType: 'THRU_HOST_BRIDGE', rule: 'P2PDMA-HMAT' } : verdict;
}

/**
 * calc_map_type_and_dist(): the map type of a provider and a client that are both PCI functions.
 *
 * @returns `BUS_ADDR` when they share a bridge and nothing on the way redirects; else what the host
 *   bridge step says. `rawDistance` counts hops in every case.
 * @source linux-dma.md §1.2; Linux drivers/pci/p2pdma.c calc_map_type_and_dist()
 */
export function calcMapType(
  tree: LinuxTree,
  context: P2pContext,
  providerIndex: number,
  clientIndex: number,
): P2pDecision {
  const provider = defined(tree.functions[providerIndex], 'provider exists');
  const client = defined(tree.functions[clientIndex], 'client exists');
  const providerPath = pathOf(tree, providerIndex);
  const clientPath = pathOf(tree, clientIndex);
  const i = providerPath.findIndex((at) => clientPath.includes(at));
  const names = { provider: provider.name, client: client.name };
  if (i < 0) {
    const verdict = hostStep(tree, context, { provider, client, warn: false });
    return conclude(verdict, {
      ...names,
      rawDistance: providerPath.length + clientPath.length,
      common: null,
      redirectedBy: [],
      entry: 'P2PDMA-NO-COMMON-BRIDGE',
      entryOperands: [{ name: 'shared upstream bridge', value: 'none' }],
      warnings: [],
    });
  }
  const common = defined(providerPath[i], 'common bridge');
  const j = clientPath.indexOf(common);
  const rawDistance = i + j;
  const visited = [...providerPath.slice(0, i + 1), ...clientPath.slice(0, j)];
  const divergence = { provider: providerPath[i - 1] ?? null, client: clientPath[j - 1] ?? null };
  const redirectedBy = visited.filter((at) =>
    redirectsToward(tree, context.kernel, at, divergence),
  );
  const nameOf = (at: number): string => defined(tree.functions[at], 'function').name;
  const shared: Operand = { name: 'shared upstream bridge', value: nameOf(common) };
  if (redirectedBy.length === 0) {
    return {
      mapType: 'BUS_ADDR',
      rawDistance,
      common,
      redirectedBy,
      hostBridge: null,
      reasons: ['P2PDMA-BUS-ADDR'],
      rule: 'P2PDMA-BUS-ADDR',
      operands: [
        { ...shared, decided: true },
        { name: 'redirecting', value: 'none', decided: true },
      ],
      messages: [],
    };
  }
  const list = redirectList(redirectedBy.map(nameOf));
  const verdict = hostStep(tree, context, { provider, client, warn: true });
  const redirecting = { name: 'redirecting', value: redirectedBy.map(nameOf).join(' ') };
  return conclude(verdict, {
    ...names,
    rawDistance,
    common,
    redirectedBy,
    entry: 'P2PDMA-REDIRECT',
    entryOperands: [shared, redirecting],
    warnings: [
      { id: 'M1', ...names },
      { id: 'M2', client: names.client, list },
    ],
  });
}

interface Entry extends Pick<P2pDecision, 'rawDistance' | 'common' | 'redirectedBy'> {
  readonly provider: string;
  readonly client: string;
  readonly entry: RuleId;
  readonly entryOperands: readonly Operand[];
  readonly warnings: readonly P2pMessage[];
}

function conclude(verdict: HostVerdict, entry: Entry): P2pDecision {
  const { provider, client, rawDistance, common, redirectedBy } = entry;
  const refusal: P2pMessage[] =
    verdict.mapType === 'NOT_SUPPORTED' ? [{ id: 'M3', client, provider }] : [];
  return {
    mapType: verdict.mapType,
    rawDistance,
    common,
    redirectedBy,
    hostBridge: verdict.hostBridge,
    reasons: [entry.entry, verdict.rule],
    rule: verdict.rule,
    operands: [...entry.entryOperands, ...verdict.operands],
    messages: [...entry.warnings, ...verdict.messages, ...refusal],
  };
}

function refuseEarly(rule: RuleId, operands: readonly Operand[]): P2pDecision {
  return {
    mapType: 'NOT_SUPPORTED',
    rawDistance: null,
    common: null,
    redirectedBy: [],
    hostBridge: null,
    reasons: [rule],
    rule,
    operands,
    messages: [],
  };
}

/** Answers kept with the provider's p2pdma state until its driver is rebound. */
export type P2pCache = Map<string, P2pDecision>;

/** One mapping question. */
export interface P2pQuestion {
  readonly provider: number;
  readonly client: P2pClient;
  /** The provider's driver set up p2pdma state; absent: it did. */
  readonly hasProviderState?: boolean;
}

function cacheKey(tree: LinuxTree, provider: number, client: number): string {
  const fn = defined(tree.functions[client], 'client exists');
  return `${provider} ${fn.segment}:${fn.bus}:${fn.devfn}`;
}

/**
 * pci_p2pdma_map_type(): what a mapping of the provider's BAR for this client turns into.
 *
 * @param cache state of the running kernel; absent: a first mapping.
 * @returns a cached answer unchanged, the topology not read again (rule `P2PDMA-CACHED`).
 * @source linux-dma.md §1.1; Linux drivers/pci/p2pdma.c pci_p2pdma_map_type()
 */
export function p2pMapType(
  tree: LinuxTree,
  context: P2pContext,
  question: P2pQuestion,
  cache?: P2pCache,
): P2pDecision {
  const { provider, client } = question;
  if (context.configured === false) {
    return refuseEarly('P2PDMA-CONFIG-OFF', [
      { name: 'CONFIG_PCI_P2PDMA', value: 'n', decided: true },
    ]);
  }
  if (question.hasProviderState === false) {
    return refuseEarly('P2PDMA-NO-PROVIDER', [
      { name: 'p2pdma state', value: 'none', decided: true },
    ]);
  }
  if (typeof client !== 'number') {
    return refuseEarly('P2PDMA-NOT-PCI', [{ name: 'client', value: client.name, decided: true }]);
  }
  const key = cacheKey(tree, provider, client);
  const known = cache?.get(key);
  if (known !== undefined) {
    const reasons: RuleId[] = [...known.reasons, 'P2PDMA-CACHED'];
    return { ...known, reasons, rule: 'P2PDMA-CACHED', messages: [] };
  }
  const decision = calcMapType(tree, context, provider, client);
  cache?.set(key, decision);
  return decision;
}

/**
 * pci_p2pdma_distance_many(): the sum of the distances to all clients; it always computes and refreshes the cache,
 * and takes the PCI function above a client that is none.
 *
 * @returns `distance` -1 when a client is not supported, is no PCI device and sits under none (M4), or none is given.
 * @source linux-dma.md §1.1 last paragraph, §1.2; Linux drivers/pci/p2pdma.c
 */
export function p2pDistanceMany(
  tree: LinuxTree,
  context: P2pContext,
  provider: number,
  clients: readonly P2pClient[],
  cache?: P2pCache,
): { readonly distance: number; readonly messages: readonly P2pMessage[] } {
  const messages: P2pMessage[] = [];
  let sum = 0;
  let isSupported = clients.length > 0;
  for (const client of clients) {
    const index = typeof client === 'number' ? client : client.under;
    if (index === null) {
      messages.push({ id: 'M4', client: typeof client === 'number' ? '' : client.name });
      return { distance: -1, messages };
    }
    const decision = calcMapType(tree, context, provider, index);
    cache?.set(cacheKey(tree, provider, index), decision);
    messages.push(...decision.messages);
    if (decision.mapType === 'NOT_SUPPORTED') isSupported = false;
    sum += decision.rawDistance ?? 0;
  }
  return { distance: isSupported ? sum : -1, messages };
}
