import { formatSize } from '../../core/base/units.ts';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Component } from '../../core/scenario/schema.ts';
import { isPort } from '../../store/outline.ts';
import type { OutlineRow } from '../../store/outline.ts';
import { useView } from '../../store/view.ts';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/en.ts';
import { kindWords } from '../strings/kinds.ts';
import { DeviceIcon } from '../widgets/DeviceIcon.tsx';

/** What the machine calls it: BDF of a function, size of memory, segment of a host bridge. */
function addressOf(component: Component, machine: Machine | null): string {
  if (component.kind === 'memory') return formatSize(component.sizeBytes);
  if (component.kind === 'host-bridge') return component.segment.toString(16).padStart(4, '0');
  const index = machine?.functionById.get(component.id);
  const found = index === undefined ? undefined : machine?.functions[index];
  return found === undefined ? '' : formatBusDevFn(found.bdf);
}

interface OutlineItemProps {
  readonly domId: string;
  readonly row: OutlineRow;
  readonly machine: Machine | null;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly isFolded: boolean;
}

/** One row of the outline. */
export function OutlineItem(props: OutlineItemProps) {
  const { domId, row, machine, isSelected, isTabStop, isFolded } = props;
  const { component, depth, childIds } = row;
  const classCode = 'classCode' in component ? component.classCode : undefined;
  const words = kindWords(component.kind, classCode ?? null);
  const isEmpty = isPort(component) && childIds.length === 0;
  const address = addressOf(component, machine);
  const name = component.kind === 'note' ? component.text : component.name;
  const onClick = (isAdding: boolean) => {
    const { selection, select } = useView.getState();
    const others = selection.filter((id) => id !== component.id);
    if (!isAdding) select([component.id]);
    else select(others.length < selection.length ? others : [...others, component.id]);
    requestViewport({ kind: 'reveal', id: component.id });
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree handles the keys of its items.
    <li
      id={domId}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={childIds.length === 0 ? undefined : !isFolded}
      aria-label={[name, words, address, isEmpty ? strings.outline.emptySlot : '']
        .filter((part) => part !== '')
        .join(', ')}
      tabIndex={isTabStop ? 0 : -1}
      data-region-focus={isTabStop ? '' : undefined}
      onClick={(event) => onClick(event.ctrlKey || event.metaKey || event.shiftKey)}
      className="flex h-7 cursor-pointer items-center gap-1.5 rounded-control pr-2 whitespace-nowrap -outline-offset-2 hover:bg-hover aria-selected:bg-here-soft pointer-coarse:h-11"
      style={{ paddingLeft: `${8 + Math.min(depth, 12) * 14}px` }}
    >
      <DeviceIcon kind={component.kind} classCode={classCode} />
      <span className={isSelected ? 'truncate font-strong' : 'truncate'}>
        {name === '' ? words : name}
      </span>
      <span className="ml-auto pl-2 font-mono text-ink-3">{address}</span>
    </li>
  );
}
