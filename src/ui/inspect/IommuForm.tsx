import { Plus, TriangleAlert } from 'lucide-react';
import { checkIommu } from '../../core/iommu/check-iommu.ts';
import type { IommuRemark } from '../../core/iommu/check-iommu.ts';
import {
  nextMapping,
  withMapping,
  withMappingAt,
  withoutMapping,
} from '../../core/iommu/edit-mappings.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Iommu } from '../../core/scenario/schema.ts';
import { asking } from '../query/ask-path.ts';
import { iommuStrings } from '../strings/iommu.ts';
import { panelStrings } from '../strings/panels.ts';
import { tableStrings as words } from '../strings/tables.ts';
import { Button } from '../widgets/Button.tsx';
import { EventQueues } from './EventQueues.tsx';
import { MappingRow } from './MappingRow.tsx';
import { Section } from './Section.tsx';
import { StreamRow } from './StreamRow.tsx';
import { submit } from './form.ts';
import type { FormProps } from './form.ts';

interface Props extends FormProps {
  readonly iommu: Iommu;
}

type Table = Iommu['tables'][number];

const PAGE_BYTES = { '4K': 4096, '16K': 16384, '64K': 65536 } as const;

/** The IOMMU with the entries that Linux wrote for the transfers that ask it. */
function asWritten(machine: Machine, drawn: Iommu): Iommu {
  const { components } = asking(machine).planned.machine.scenario;
  const found = components.find(({ id }) => id === drawn.id);
  return found?.kind === 'iommu' ? found : drawn;
}

/** What the architecture has against the tables as they are drawn. */
function remarksOf(machine: Machine | null, iommu: Iommu): readonly IommuRemark[] {
  const index = machine?.iommus.indexOf(iommu.id) ?? -1;
  const bridge = machine?.hostBridges.find((one) => one.iommu === index);
  if (machine === null || index < 0 || bridge === undefined) return [];
  return checkIommu(machine, bridge, iommu);
}

/** An IOMMU: which stream uses which tables, and what they map; each can be changed. */
export function IommuForm({ iommu: drawn, machine }: Props) {
  const iommu = machine === null ? drawn : asWritten(machine, drawn);
  const remarks = remarksOf(machine, drawn);
  const patch = (label: string, changed: Partial<Iommu>): void =>
    submit(label, { kind: 'patchComponent', id: drawn.id, patch: changed });
  const nameOf = (id: string): string =>
    machine?.functions[machine.functionById.get(id) ?? -1]?.name ?? id;
  const own = new Map(drawn.tables.map((table) => [table.id, table]));
  return (
    <>
      <Section title={`${iommu.name}, ${iommuStrings.kinds[iommu.model]}`}>
        {iommu.streams.map((stream) => {
          const at = drawn.streams.findIndex(
            (one) => one.requester === stream.requester && one.t === stream.t,
          );
          return (
            <div key={`${stream.requester}-${stream.t}`}>
              <StreamRow
                stream={drawn.streams[at] ?? stream}
                requester={nameOf(stream.requester)}
                tables={drawn.tables}
                onChange={
                  at < 0
                    ? null
                    : (changed) =>
                        patch(words.stream, {
                          streams: drawn.streams.map((one, i) => (i === at ? changed : one)),
                        })
                }
              />
              <Remarks
                of={remarks.filter(
                  ({ subject }) => subject.kind === 'stream' && subject.index === at,
                )}
              />
            </div>
          );
        })}
      </Section>
      {iommu.tables.map((table) => (
        <Mappings
          key={table.id}
          table={table}
          drawn={own.get(table.id)}
          iommu={drawn}
          machine={machine}
          remarks={remarks.filter(
            ({ subject }) => subject.kind === 'mapping' && subject.table === table.id,
          )}
          patch={patch}
        />
      ))}
      {iommu.model === 'smmuv3' && <EventQueues id={iommu.id} />}
    </>
  );
}

interface MappingsProps extends Props {
  readonly table: Table;
  /** The table as the document has it; undefined: Linux made it. */
  readonly drawn: Table | undefined;
  readonly remarks: readonly IommuRemark[];
  readonly patch: (label: string, changed: Partial<Iommu>) => void;
}

function Mappings({ table, drawn, iommu, machine, remarks, patch }: MappingsProps) {
  const drawnCount = drawn?.mappings.length ?? 0;
  const { streams } = iommu;
  const hasPrivilege = streams.some(
    ({ stage1, substreams }) =>
      stage1 === table.id || (substreams ?? []).some((one) => one.table === table.id),
  );
  const hasNs = streams.some((one) => one.t === 1 && one.table === table.id);
  return (
    <Section title={table.name}>
      {table.mappings.length === 0 && (
        <p className="m-0 text-ink-2">{panelStrings.inspect.nothingMapped}</p>
      )}
      {table.mappings.map((mapping, index) => (
        // A mapping has no name but its place in the table.
        // oxlint-disable-next-line no-array-index-key
        <div key={index}>
          <MappingRow
            mapping={mapping}
            machine={machine}
            hasPrivilege={hasPrivilege}
            hasNs={hasNs}
            onChange={
              // Linux writes behind what is drawn.
              index >= drawnCount
                ? null
                : (label, changed) =>
                    patch(label, withMappingAt(iommu, { table: table.id, index }, changed))
            }
            onRemove={() =>
              patch(words.unmapped, withoutMapping(iommu, { table: table.id, index }))
            }
          />
          <Remarks
            of={remarks.filter(
              ({ subject }) => subject.kind === 'mapping' && subject.index === index,
            )}
          />
        </div>
      ))}
      {drawn !== undefined && (
        <Button
          look="outline"
          className="mt-1"
          onClick={() => {
            const page = PAGE_BYTES[iommu.granule ?? '4K'];
            patch(words.map, withMapping(iommu, table.id, nextMapping(machine, drawn, page)));
          }}
        >
          <Plus size={14} strokeWidth={1.75} aria-hidden />
          {words.map}
        </Button>
      )}
    </Section>
  );
}

/** What is wrong, beside what is wrong. */
function Remarks({ of }: { readonly of: readonly IommuRemark[] }) {
  return of.map(({ severity, event, message }) => (
    <p
      key={message}
      className={`m-0 flex gap-1.5 pb-1 ${severity === 'error' ? 'text-stop' : 'text-ink-2'}`}
    >
      <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none" />
      <span className="min-w-0">
        {event !== null && <code className="mr-1 font-strong">{event}</code>}
        {message}
      </span>
    </p>
  ));
}
