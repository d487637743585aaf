import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { explainFlow } from '../explain/explanation.ts';
import { panelStrings } from '../strings/panels.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { strings } from '../strings/export.ts';

/** What goes on paper beside the picture: the hops of the selected flow, each with the rule that decided. */
export function PrintedHops() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow) ?? 0;
  const transfers = useDocument((state) => state.scenario.transfers);
  const info = run?.flows[flow];
  if (machine === null || info === undefined) return null;
  const transfer = transfers.find(({ id }) => id === info.transferId);
  return (
    <>
      <h2>{panelStrings.explain.title(transfer?.name ?? '', panelStrings.explain[info.leg])}</h2>
      <table>
        <thead>
          <tr>
            {strings.sheet.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {explainFlow(machine, info).map(({ number, hop, place, rule }) => (
            <tr key={number}>
              <td>{number}</td>
              <td>{place.name}</td>
              <td>
                <code>{place.address}</code>
              </td>
              <td>{verdictStrings[hop.verdict]}</td>
              <td>
                <code>{hop.rule}</code> {rule.title}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
