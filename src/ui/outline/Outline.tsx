import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { useDocument } from '../../store/document.ts';
import { neighbourOf, outlineOf } from '../../store/outline.ts';
import type { OutlineRow } from '../../store/outline.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { OutlineItem } from './OutlineItem.tsx';
import { TransferList } from './TransferList.tsx';

const domId = (id: string): string => `outline-${id}`;

/** Rows that are not inside a folded row. */
function visibleRows(
  rows: readonly OutlineRow[],
  folded: ReadonlySet<string>,
): readonly OutlineRow[] {
  const hidden = new Set<string>();
  return rows.filter(({ component, parentId }) => {
    const isHidden = parentId !== null && (hidden.has(parentId) || folded.has(parentId));
    if (isHidden) hidden.add(component.id);
    return !isHidden;
  });
}

/** Where a key leads in the tree, as the ARIA pattern has it; null: not a key of the tree. */
function targetOf(
  key: string,
  rows: readonly OutlineRow[],
  row: OutlineRow,
  isFolded: boolean,
): string | null {
  const at = rows.indexOf(row);
  switch (key) {
    case 'ArrowDown':
      return rows[at + 1]?.component.id ?? null;
    case 'ArrowUp':
      return rows[at - 1]?.component.id ?? null;
    case 'Home':
      return rows[0]?.component.id ?? null;
    case 'End':
      return rows.at(-1)?.component.id ?? null;
    case 'ArrowRight':
      return isFolded ? null : neighbourOf(rows, row.component.id, 'child');
    case 'ArrowLeft':
      return row.parentId;
    default:
      return null;
  }
}

/** The machine as a tree: select, add, connect, move and remove without the canvas. */
export function Outline() {
  const scenario = useDocument((state) => state.scenario);
  const machine = useRun((state) => state.machine);
  const selection = useView((state) => state.selection);
  const select = useView((state) => state.select);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const tree = useRef<HTMLUListElement>(null);
  const all = useMemo(() => outlineOf(scenario), [scenario]);
  const rows = useMemo(() => visibleRows(all, folded), [all, folded]);
  const current = selection.find((id) => rows.some((row) => row.component.id === id));
  const tabStop = current ?? rows[0]?.component.id;

  const fold = (id: string, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.find((one) => domId(one.component.id) === document.activeElement?.id);
    if (row === undefined) return;
    const { id } = row.component;
    const isOpen = row.childIds.length > 0 && !folded.has(id);
    if (event.key === 'ArrowLeft' && isOpen) fold(id, true);
    else if (event.key === 'ArrowRight' && folded.has(id)) fold(id, false);
    else if (event.key === 'Enter') runCommand('view.inspect');
    else {
      const target = targetOf(event.key, rows, row, folded.has(id));
      if (target === null) return;
      select([target]);
      document.getElementById(domId(target))?.focus();
    }
    event.preventDefault();
  };

  return (
    <>
      <div className="min-h-0 grow overflow-auto p-1 px-2">
        {rows.length === 0 ? (
          <p className="p-2 text-ink-2">{strings.outline.empty}</p>
        ) : (
          <ul
            ref={tree}
            role="tree"
            aria-label={strings.outline.tree}
            aria-multiselectable
            onKeyDown={onKeyDown}
          >
            {rows.map((row) => (
              <OutlineItem
                key={row.component.id}
                domId={domId(row.component.id)}
                row={row}
                machine={machine}
                isSelected={selection.includes(row.component.id)}
                isTabStop={row.component.id === tabStop}
                isFolded={folded.has(row.component.id)}
              />
            ))}
          </ul>
        )}
        <TransferList />
      </div>
      <div className="flex shrink-0 flex-wrap gap-1 border-t border-line p-1">
        <Button onClick={() => runCommand('view.devices')}>{strings.outline.addHere}</Button>
        <Button onClick={() => runCommand('edit.connect')}>{strings.outline.connect}</Button>
        <Button disabled={selection.length === 0} onClick={() => runCommand('edit.remove')}>
          {strings.outline.remove}
        </Button>
      </div>
    </>
  );
}
