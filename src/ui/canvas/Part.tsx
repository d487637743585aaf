import type { CSSProperties, ReactNode } from 'react';
import { useView } from '../../store/view.ts';
import { useFocusId } from './focus.ts';

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
  const ring = isSelected ? 'border-2 border-here' : 'border border-line-strong';
  return (
    <button
      type="button"
      data-part={id}
      aria-label={name}
      aria-pressed={isSelected}
      tabIndex={isStop ? 0 : -1}
      className={`absolute block text-left ${ring} ${className}`}
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
      {children}
    </button>
  );
}
