import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { MachineFunction } from '../../core/machine/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { askPath, asking, targetsOf } from '../query/ask-path.ts';
import { panelStrings } from '../strings/panels.ts';
import { IconButton } from '../widgets/Button.tsx';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { MatrixCell } from './MatrixCell.tsx';
import { matrixText } from './matrix-text.ts';
import type { MatrixMode, PairAnswer } from './matrix-text.ts';

const MODES: readonly MatrixMode[] = ['verdict', 'mapType', 'hops', 'distance'];
const words = panelStrings.matrix;

/** More functions than this are listed by the command line, not drawn as a table. */
const LARGEST = 24;

/** All pairs at once: what the hardware does with a write, or what Linux says of it. */
export function MatrixPanel() {
  const machine = useRun((state) => state.machine);
  const [mode, setMode] = useState<MatrixMode>('verdict');
  const functions = useMemo(() => (machine ? targetsOf(machine).slice(0, LARGEST) : []), [machine]);
  const rows = useMemo(() => {
    if (!machine) return [];
    const prepared = asking(machine);
    return functions.map((from) =>
      functions.map((to): PairAnswer => {
        if (from.id === to.id) return null;
        const rest = { address: null, op: 'MWr', at: 'untranslated', t: 0 } as const;
        return askPath(prepared, { fromId: from.id, toId: to.id, ...rest });
      }),
    );
  }, [machine, functions]);
  if (functions.length < 2) {
    return <EmptyState title={words.emptyTitle} hint={words.emptyHint} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1">
        <div
          role="radiogroup"
          aria-label={words.mode}
          className="flex rounded-control bg-sunken p-0.5"
        >
          {MODES.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={one === mode}
              className="h-6 rounded-chip px-2 text-ink-2 aria-checked:bg-raised aria-checked:font-strong aria-checked:text-ink"
              onClick={() => setMode(one)}
            >
              {words.modes[one]}
            </button>
          ))}
        </div>
        <span className="ml-auto">
          <IconButton
            label={words.copy}
            onClick={() => void navigator.clipboard.writeText(matrixText(functions, rows, mode))}
          >
            <Copy size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </span>
      </div>
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
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
