import { hexGrouped } from '../base/address.ts';
import type { Machine, MachineHostBridge } from '../machine/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { resolveMappings } from './mappings.ts';
import { buildSmmu } from './smmuv3/build.ts';
import type { BuiltSmmu } from './smmuv3/build.ts';
import { cdProblem, fetchCd, fetchSte, steProblem } from './smmuv3/configuration.ts';
import { STE } from './smmuv3/layout.ts';
import { readNumber } from './fields.ts';
import type { Walk } from './smmuv3/walk.ts';

/*
 * What an editor of tables says beside the fields. Nothing is forbidden: an illegal entry is written as it
 * stands and gives the architected fault.
 */

/** One remark about an IOMMU of the document. */
export interface IommuRemark {
  /** error: the hardware will fault; warning: it works, but hardly as meant. */
  readonly severity: 'error' | 'warning';
  readonly subject:
    | { readonly kind: 'stream'; readonly index: number }
    | { readonly kind: 'mapping'; readonly table: string; readonly index: number };
  /** Event that a transaction will meet; null: none. */
  readonly event: string | null;
  /** One sentence: what, where, what to do. */
  readonly message: string;
}

type Stream = Iommu['streams'][number];
type Table = Iommu['tables'][number];

const PAGE_BYTES = { '4K': 4096n, '16K': 16384n, '64K': 65536n } as const;

function remark(
  stream: number,
  event: string | null,
  message: string,
  severity: IommuRemark['severity'] = 'error',
): IommuRemark {
  return { severity, subject: { kind: 'stream', index: stream }, event, message };
}

/** Table ids that a stream names and that do not exist, or that it needs and does not name. */
function tableRemarks(iommu: Iommu, stream: Stream, index: number): IommuRemark[] {
  const needs: [string, string | undefined][] = [];
  if (stream.config === 'stage2' || stream.config === 'nested') {
    needs.push(['table', stream.table]);
  }
  if (stream.config === 'stage1' || stream.config === 'nested') {
    if ((stream.substreams ?? []).length === 0) needs.push(['stage1', stream.stage1]);
  }
  return needs.flatMap(([name, id]) => {
    if (iommu.tables.some((table) => table.id === id)) return [];
    const what = id === undefined ? 'names none' : `names ${id}, which does not exist`;
    const message = `The stream of ${stream.requester} needs a ${name} table and ${what}: nothing is mapped; choose one.`;
    return [remark(index, 'F_TRANSLATION', message)];
  });
}

/** What the stream table entry and context descriptor in memory say against the architecture. */
function structureRemarks(
  machine: Machine,
  built: BuiltSmmu,
  stream: Stream,
  index: number,
): IommuRemark[] {
  const fn = machine.functions[machine.functionById.get(stream.requester) ?? -1];
  if (fn === undefined) return [];
  const view = stream.t === 1 ? built.views.REALM : built.views.NS;
  const walk: Walk = { view, steps: [], cache: null };
  const ste = fetchSte(walk, fn.requesterId);
  if (!ste.ok) {
    return [remark(index, ste.error.event, `The stream table does not reach ${fn.name}.`)];
  }
  const problem = steProblem(ste.value, view.features);
  if (problem !== null) {
    const message = `The stream table entry of ${fn.name} is illegal: ${problem}.`;
    return [remark(index, 'C_BAD_STE', message)];
  }
  if ((readNumber(ste.value, STE.Config) & 5) !== 5) return [];
  const ssids = stream.stage1 === undefined ? [] : [0];
  for (const { ssid } of stream.substreams ?? []) ssids.push(ssid);
  return ssids.flatMap((ssid) => {
    const cd = fetchCd(walk, ste.value, { sid: fn.requesterId, index: ssid });
    if (!cd.ok) {
      const message = `The context descriptor ${ssid} of ${fn.name} cannot be reached.`;
      return [remark(index, cd.error.event, message)];
    }
    const bad = cdProblem(cd.value, view.features);
    const message = `The context descriptor ${ssid} of ${fn.name} is illegal: ${bad ?? ''}.`;
    return bad === null ? [] : [remark(index, 'C_BAD_CD', message)];
  });
}

/** Input bits of a table by the streams that use it: the fewest of them. */
function inputBitsOf(iommu: Iommu, table: Table): number {
  const isSecond = iommu.streams.some(
    (s) => s.table === table.id && (s.config === 'stage2' || s.config === 'nested'),
  );
  return isSecond || iommu.model !== 'smmuv3' ? iommu.ipaBits : (iommu.iovaBits ?? 48);
}

function mappingRemarks(machine: Machine, iommu: Iommu, table: Table): IommuRemark[] {
  const page = PAGE_BYTES[iommu.model === 'smmuv3' ? (iommu.granule ?? '4K') : '4K'];
  const limit = 1n << BigInt(inputBitsOf(iommu, table));
  const remarks: IommuRemark[] = [];
  const say = (index: number, severity: IommuRemark['severity'], message: string): void => {
    const subject = { kind: 'mapping', table: table.id, index } as const;
    const event = severity === 'error' ? 'F_TRANSLATION' : null;
    remarks.push({ severity, subject, event, message });
  };
  const ranges = table.mappings.map((given) => resolveMappings(machine, [given])[0]);
  ranges.forEach((mapping, index) => {
    if (mapping === undefined) {
      return say(
        index,
        'error',
        `${table.name}: the BAR of mapping ${index + 1} has no address; it is left out.`,
      );
    }
    const { from, to, sizeBytes } = mapping;
    if (from % page !== 0n || to % page !== 0n || sizeBytes % page !== 0n) {
      const message = `${table.name}: mapping ${index + 1} is not a multiple of ${page / 1024n} KiB pages; whole pages around it are mapped.`;
      say(index, 'warning', message);
    }
    if (from + sizeBytes > limit) {
      const message = `${table.name}: mapping ${index + 1} ends above the ${hexGrouped(limit)} that the table covers; the rest is left out.`;
      say(index, 'error', message);
    }
    const under = ranges.findIndex((other, at) => {
      if (other === undefined || at >= index) return false;
      return from < other.from + other.sizeBytes && other.from < from + sizeBytes;
    });
    if (under >= 0) {
      const message = `${table.name}: mapping ${index + 1} overlaps mapping ${under + 1} and replaces it there.`;
      say(index, 'warning', message);
    }
  });
  return remarks;
}

/**
 * Everything that the architecture or common sense has against an IOMMU of the document.
 *
 * @returns remarks in order of streams, then tables; an empty list does not promise that transfers succeed.
 * @source Arm IHI 0070 §5.2, §5.4 (illegal entries)
 */
export function checkIommu(
  machine: Machine,
  bridge: MachineHostBridge,
  iommu: Iommu,
): readonly IommuRemark[] {
  const built = iommu.model === 'smmuv3' ? buildSmmu(machine, bridge, iommu) : null;
  const streams = iommu.streams.flatMap((stream, index) => [
    ...tableRemarks(iommu, stream, index),
    ...(built === null ? [] : structureRemarks(machine, built, stream, index)),
  ]);
  const tables = iommu.tables.flatMap((table) => mappingRemarks(machine, iommu, table));
  return [...streams, ...tables];
}
