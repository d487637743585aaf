import { useMemo, useState } from 'react';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { Segmented } from '../widgets/Segmented.tsx';
import { BandTable } from './BandTable.tsx';
import { Ribbons } from './Ribbons.tsx';
import { currentMap } from './current-map.ts';

const words = panelStrings.addresses;
const VIEWS = ['ribbons', 'table'] as const;

/** Which address means what where: the columns of the selected flow's stream, its pins, and its table walk. */
export function AddressesPanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow) ?? 0;
  const info = run?.flows[flow];
  const [isFolded, setIsFolded] = useState(true);
  const [view, setView] = useState<(typeof VIEWS)[number]>('ribbons');
  const current = useMemo(
    () => (machine && info ? currentMap(machine, info) : null),
    [machine, info],
  );
  if (current === null) {
    return <EmptyState title={words.emptyTitle} hint={words.emptyHint} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-3 border-b border-line px-3 py-1">
        <Segmented
          label={words.view}
          current={view}
          options={VIEWS.map((id) => ({ id, title: words.views[id] }))}
          onSelect={setView}
        />
        <span className="text-ink-2">{current.iommu.name}</span>
        {view === 'ribbons' && (
          <label className="ml-auto flex cursor-pointer items-center gap-1.5 text-ink-2">
            <input
              type="checkbox"
              className="size-4 accent-(--here)"
              checked={isFolded}
              onChange={(event) => setIsFolded(event.target.checked)}
            />
            {words.fold}
          </label>
        )}
      </div>
      <div
        role="region"
        aria-label={words.views[view]}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto -outline-offset-2"
      >
        {view === 'ribbons' && <Ribbons current={current} isFolded={isFolded} />}
        {view === 'table' && <BandTable current={current} />}
      </div>
    </div>
  );
}
