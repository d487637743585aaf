import { Copy, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { MachineFunction } from '../../core/machine/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { invariantStrings } from '../strings/invariants.ts';
import { matrixStrings as words } from '../strings/matrix.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { Segmented } from '../widgets/Segmented.tsx';
import { CcaView } from './CcaView.tsx';
import type { CcaViewId } from './CcaView.tsx';
import { InvariantsView } from './InvariantsView.tsx';
import { MatrixCell } from './MatrixCell.tsx';
import { matrixText } from './matrix-text.ts';
import type { MatrixMode } from './matrix-text.ts';
import { changesFrom, pairTable } from './pair-table.ts';
import type { PairTable } from './pair-table.ts';

type PanelMode = MatrixMode | 'cca' | 'invariants';

const MODES: readonly { readonly id: PanelMode; readonly title: string }[] = [
  ...(['verdict', 'told', 'class', 'mapType', 'group', 'hops', 'ns'] as const).map((id) => ({
    id,
    title: words.modes[id],
  })),
  { id: 'invariants', title: invariantStrings.mode },
  { id: 'cca', title: words.modes.cca },
];

const CCA_VIEWS = (['form', 'list'] as const).map((id) => ({ id, title: words.cca.views[id] }));

/** What the pinned baseline's machine would show; null without a baseline. */
function useBaselineTable(): PairTable | null {
  const baseline = useView((state) => state.baseline);
  return useMemo(() => {
    const machine = baseline ? enumerate(baseline.scenario).machine : null;
    return machine ? pairTable(machine) : null;
  }, [baseline]);
}

/** All pairs at once: what the hardware does with a write, what drivers and Linux say of it, and CCA's combinations. */
export function MatrixPanel() {
  const machine = useRun((state) => state.machine);
  const [mode, setMode] = useState<PanelMode>('verdict');
  const pairMode = mode === 'cca' || mode === 'invariants' ? null : mode;
  const table = useMemo(() => (machine ? pairTable(machine) : null), [machine]);
  const [ccaView, setCcaView] = useState<CcaViewId>('form');
  const before = useBaselineTable();
  const changes = useMemo(
    () => (table && before && pairMode ? changesFrom(before, table, pairMode) : null),
    [table, before, pairMode],
  );
  const changed = changes?.flat().filter((was) => was !== null).length ?? 0;
  const [isFiltered, setFiltered] = useState(false);
  const differing = (table?.rows ?? [])
    .flat()
    .filter((one) => (one?.comparison.disagreements.length ?? 0) > 0).length;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-3 overflow-x-auto border-b border-line px-3 py-1 text-s">
        <Segmented label={words.mode} options={MODES} current={mode} onSelect={setMode} />
        {mode === 'cca' && (
          <Segmented
            label={words.cca.view}
            options={CCA_VIEWS}
            current={ccaView}
            onSelect={setCcaView}
          />
        )}
        {pairMode !== null && (
          <Button aria-pressed={isFiltered} onClick={() => setFiltered(!isFiltered)}>
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="text-detour" />
            {words.onlyDisagreements(differing)}
          </Button>
        )}
        <span className="ml-auto flex items-center gap-2 whitespace-nowrap text-ink-2">
          {changes !== null && (
            <>
              <span aria-hidden className="size-2 rounded-[2px] bg-here" />
              {words.changed(changed)}
            </>
          )}
          {table !== null && pairMode !== null && (
            <IconButton
              label={words.copy}
              onClick={() =>
                void navigator.clipboard.writeText(
                  matrixText(table.functions, table.rows, pairMode),
                )
              }
            >
              <Copy size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </span>
      </div>
      {mode === 'cca' ? (
        <CcaView view={ccaView} onView={setCcaView} />
      ) : pairMode === null ? (
        <InvariantsView />
      ) : table === null || table.functions.length < 2 ? (
        <EmptyState title={words.emptyTitle} hint={words.emptyHint} />
      ) : (
        <Grid table={table} mode={pairMode} changes={changes} isFiltered={isFiltered} />
      )}
    </div>
  );
}

interface GridProps {
  readonly table: PairTable;
  readonly mode: MatrixMode;
  readonly changes: readonly (readonly (string | null)[])[] | null;
  /** Only pairs whose advertised and delivered sides differ are shown. */
  readonly isFiltered: boolean;
}

function Grid({ table, mode, changes, isFiltered }: GridProps) {
  const { functions, rows, count } = table;
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <table className="border-collapse" aria-label={words.label}>
        <thead className="sticky top-0 z-10 bg-panel text-left">
          <tr>
            <th scope="col" className="px-3 py-1 font-body text-ink-3">
              {words.corner}
            </th>
            {functions.map((fn) => (
              <Heading key={fn.id} fn={fn} scope="col" />
            ))}
          </tr>
        </thead>
        <tbody>
          {functions.map((from, i) => (
            <tr key={from.id}>
              <Heading fn={from} scope="row" />
              {functions.map((to, j) => (
                <MatrixCell
                  key={to.id}
                  from={from}
                  to={to}
                  answer={rows[i]?.[j] ?? null}
                  mode={mode}
                  was={changes?.[i]?.[j] ?? null}
                  isFiltered={isFiltered}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {count > functions.length && (
        <p className="m-0 px-3 py-2 text-ink-2">{words.left(functions.length, count)}</p>
      )}
    </div>
  );
}

interface HeadingProps {
  readonly fn: MachineFunction;
  readonly scope: 'row' | 'col';
}

function Heading({ fn, scope }: HeadingProps) {
  const isSelected = useView((state) => state.selection.includes(fn.id));
  return (
    <th
      scope={scope}
      className={`px-3 py-1 text-left align-top whitespace-nowrap ${isSelected ? 'text-here' : ''}`}
    >
      <span className="block font-strong">{fn.name}</span>
      <code className="block font-body text-ink-2">{formatBusDevFn(fn.bdf)}</code>
    </th>
  );
}
