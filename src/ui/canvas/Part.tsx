import type { CSSProperties, ReactNode } from 'react';
import { useHasBreakpoint } from '../../store/breakpoints.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/breakpoints.ts';
import { BreakpointDot } from './BreakpointDot.tsx';
import { useFocusId } from './focus.ts';
import { usePath } from './path-state.ts';

interface Props {
  /** Id of the component. */
  readonly id: string;
  /** What a screen reader says. */
  readonly name: string;
  readonly style: CSSProperties;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something on the canvas that can be selected: one tab stop for all of them, arrow keys move between them. */
export function Part({ id, name, style, className = '', children }: Props) {
  const isSelected = useView((state) => state.selection.includes(id));
  const isStop = useFocusId((state) => state.id === id);
  const hasBreakpoint = useHasBreakpoint('component', id);
  const mark = usePath((state) => state.marks.get(id));
  const state = isSelected
    ? 'selected'
    : mark?.isHere
      ? 'here'
      : mark?.isStopped
        ? 'stopped'
        : null;
  return (
    <button
      type="button"
      data-part={id}
      data-path={mark ? (state ?? 'on') : state}
      aria-label={hasBreakpoint ? `${name}, ${strings.marked}` : name}
      aria-pressed={isSelected}
      tabIndex={isStop ? 0 : -1}
      className={`canvas-part absolute block text-left ${className}`}
      style={style}
      onFocus={() => useFocusId.setState({ id })}
      onClick={(event) => {
        event.stopPropagation();
        const { selection, select } = useView.getState();
        const isMore = event.shiftKey || event.ctrlKey || event.metaKey;
        if (!isMore) select([id]);
        else if (isSelected) select(selection.filter((one) => one !== id));
        else select([...selection, id]);
      }}
    >
      {hasBreakpoint && <BreakpointDot className="-top-1 -left-1" />}
      {children}
    </button>
  );
}
