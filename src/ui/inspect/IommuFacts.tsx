import { hexGrouped } from '../../core/base/address.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Iommu } from '../../core/scenario/schema.ts';
import { asking } from '../query/ask-path.ts';
import { panelStrings } from '../strings/panels.ts';
import { planStrings } from '../strings/plan.ts';
import { Section } from './Section.tsx';
import type { FormProps } from './form.ts';

interface Props extends FormProps {
  readonly iommu: Iommu;
}

const words = panelStrings.inspect;

/** The IOMMU with the entries that Linux wrote for the transfers that ask it. */
function asWritten(machine: Machine, drawn: Iommu): Iommu {
  const { components } = asking(machine).planned.machine.scenario;
  const found = components.find(({ id }) => id === drawn.id);
  return found?.kind === 'iommu' ? found : drawn;
}

/** An IOMMU: which stream uses which table, and what the tables map. */
export function IommuFacts({ iommu: drawn, machine }: Props) {
  const iommu = machine === null ? drawn : asWritten(machine, drawn);
  const drawnFrom = new Set(drawn.tables.flatMap(({ mappings }) => mappings));
  const nameOf = (id: string): string => {
    const index = machine?.functionById.get(id);
    return index === undefined ? id : (machine?.functions[index]?.name ?? id);
  };
  return (
    <>
      <Section title={`${iommu.name}, ${iommu.model}`}>
        <table className="w-full border-collapse text-left">
          <thead className="text-ink-3">
            <tr>
              <th scope="col" className="font-body">
                {words.requester}
              </th>
              <th scope="col" className="font-body">
                T
              </th>
              <th scope="col" className="font-body">
                STE
              </th>
            </tr>
          </thead>
          <tbody>
            {iommu.streams.map((stream) => (
              <tr key={`${stream.requester}-${stream.t}`} className="h-6">
                <td>{nameOf(stream.requester)}</td>
                <td className="font-mono">{stream.t}</td>
                <td className="font-mono">{stream.config}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      {iommu.tables.map((table) => (
        <Section key={table.id} title={table.name}>
          {table.mappings.length === 0 ? (
            <p className="m-0 text-ink-2">{words.nothingMapped}</p>
          ) : (
            <ul className="m-0 list-none p-0">
              {table.mappings.map((mapping) => (
                <li key={mapping.from} className="py-0.5 font-mono">
                  {hexGrouped(BigInt(mapping.from))} →{' '}
                  {typeof mapping.to === 'string'
                    ? hexGrouped(BigInt(mapping.to))
                    : `${nameOf(mapping.to.function)} BAR${mapping.to.bar}`}{' '}
                  <span className="text-ink-2">{mapping.attribute}</span>
                  {!drawnFrom.has(mapping) && (
                    <span className="ml-1 text-here">{planStrings.written}</span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      ))}
    </>
  );
}
