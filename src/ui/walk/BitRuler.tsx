import { hexGrouped } from '../../core/base/address.ts';
import { rulerOf } from '../../core/iommu/walk-view.ts';
import type { RulerSegment, WalkCell, WalkView } from '../../core/iommu/walk-view.ts';
import { useWalk } from '../../store/walk.ts';
import { walkStrings as words } from '../strings/walk.ts';

interface Props {
  readonly view: WalkView;
  readonly cell: WalkCell;
}

/** Width of one bit's digit and of a segment's padding, px. */
const BIT = 8;
const PAD = 16;

const bitsOf = ({ value, high, low }: RulerSegment): string =>
  value.toString(2).padStart(high - low + 1, '0');

function captionOf({ kind, table, value }: RulerSegment): string {
  if (kind === 'index') return words.index(table ?? '', String(value));
  return kind === 'offset' ? words.offset : words.unread;
}

/** The address, or the ID, cut into the bits that chose each entry; those of the present read stand out. */
export function BitRuler({ view, cell }: Props) {
  const ruler = rulerOf(view, cell);
  if (ruler === null) return null;
  const { space, input, segments } = ruler;
  return (
    <figure
      aria-label={words.ruler(space, hexGrouped(input))}
      className="m-0 flex items-center gap-4 overflow-x-auto px-3 pt-2 pb-1"
    >
      <figcaption className="w-40 flex-none">
        <span className="block font-strong">{space}</span>
        <code className="text-ink-2">{hexGrouped(input)}</code>
      </figcaption>
      <div className="flex flex-1 gap-0.5">
        {segments.map((segment) => (
          <Segment
            key={segment.high}
            segment={segment}
            isHere={segment.number !== null && segment.number === cell.number}
          />
        ))}
      </div>
    </figure>
  );
}

function Segment({
  segment,
  isHere,
}: {
  readonly segment: RulerSegment;
  readonly isHere: boolean;
}) {
  const { high, low, kind, number } = segment;
  const look = isHere
    ? 'bg-here-soft outline-2 -outline-offset-2 outline-here'
    : kind === 'index'
      ? 'bg-sunken'
      : 'border border-dashed border-line-strong text-ink-2';
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={number === null}
      onClick={() => useWalk.setState({ read: number })}
      style={{ minWidth: (high - low + 1) * BIT + PAD, flexGrow: high - low + 1 }}
      className={`flex flex-col items-center rounded-chip px-2 py-0.5 whitespace-nowrap ${look}`}
    >
      <span className="text-ink-3 tabular-nums">{high === low ? high : `${high}:${low}`}</span>
      <code className={isHere ? 'font-strong text-here' : ''}>{bitsOf(segment)}</code>
      <span className="font-mono">{captionOf(segment)}</span>
    </button>
  );
}
