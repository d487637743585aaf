import { ArrowRight, Ban } from 'lucide-react';
import { useEffect } from 'react';
import type { KeyboardEvent } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { entryKindOf } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { WalkCell, WalkPhase, WalkRow, WalkView } from '../../core/iommu/walk-view.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import { runCommand } from '../../commands/registry.ts';
import { useWalk } from '../../store/walk.ts';
import { walkStrings as words } from '../strings/walk.ts';

interface Props {
  readonly view: WalkView;
  /** The read that is looked at. */
  readonly cell: WalkCell;
  readonly result: TranslateResult;
}

const optionId = (number: number): string => `walk-read-${number}`;

function onKeyDown(event: KeyboardEvent): void {
  const isNext = event.key === 'ArrowRight' || event.key === 'ArrowDown';
  const isPrevious = event.key === 'ArrowLeft' || event.key === 'ArrowUp';
  if (event.key === 'Home') useWalk.setState({ read: 1 });
  else if (event.key === 'End') useWalk.setState({ read: null });
  else if (isNext || isPrevious) runCommand(isNext ? 'walk.next' : 'walk.previous');
  else return;
  event.preventDefault();
}

/** Consecutive rows of one phase. */
function phasesOf(rows: readonly WalkRow[]): { phase: WalkPhase; rows: WalkRow[] }[] {
  const phases: { phase: WalkPhase; rows: WalkRow[] }[] = [];
  for (const row of rows) {
    const last = phases.at(-1);
    if (last?.phase === row.phase) last.rows.push(row);
    else phases.push({ phase: row.phase, rows: [row] });
  }
  return phases;
}

/**
 * The walk from left to right: each table that was found, and above it the stage-2 reads that it took to find it.
 * One tab stop; arrow keys go through the reads in their order.
 */
export function WalkPicture({ view, cell, result }: Props) {
  useEffect(() => {
    document
      .getElementById(optionId(cell.number))
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cell.number]);
  const shared = { here: cell.number, count: view.reads.length, isFault: result.kind === 'fault' };
  return (
    <div className="flex w-full items-end overflow-x-auto px-3 py-2">
      <div
        role="listbox"
        aria-label={words.list}
        aria-activedescendant={optionId(cell.number)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="flex items-stretch gap-2 rounded-card"
      >
        {phasesOf(view.rows).map(({ phase, rows }) => (
          <div
            key={phase}
            role="group"
            aria-label={words.phases[phase]}
            className="flex flex-col justify-end border-t border-line pt-1"
          >
            <span aria-hidden="true" className="mb-auto pb-1 text-ink-2">
              {words.phases[phase]}
            </span>
            {/* The stream table has one dimension only: its levels stand over each other. */}
            <div className={`flex gap-1 ${phase === 'stream' ? 'flex-col' : 'items-end'}`}>
              {rows.map((row, i) => (
                <Column
                  key={row.cell?.number ?? row.title}
                  row={row}
                  hasArrow={i > 0 && phase !== 'stream'}
                  {...shared}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      <ArrowRight {...ARROW} />
      <Output result={result} />
    </div>
  );
}

const ARROW = {
  size: 12,
  strokeWidth: 1.75,
  'aria-hidden': true,
  className: 'mr-1 mb-6 flex-none text-ink-3',
} as const;

interface Shared {
  /** Number of the read that is looked at. */
  readonly here: number;
  readonly count: number;
  readonly isFault: boolean;
}

function Column({ row, hasArrow, ...shared }: Shared & { row: WalkRow; hasArrow: boolean }) {
  return (
    <div className="flex items-end">
      {hasArrow && row.cell !== null && <ArrowRight {...ARROW} />}
      <div className={`flex flex-col gap-0.5 ${row.phase === 'stream' ? 'w-26' : 'w-24'}`}>
        {row.through.map((cell) => (
          <Inner key={cell.number} cell={cell} {...shared} />
        ))}
        {row.cell !== null && <Entry cell={row.cell} {...shared} />}
      </div>
    </div>
  );
}

/** Frame of a read: looked at, at fault, from a cache, or at rest. */
function frameOf(cell: WalkCell, { here, count, isFault }: Shared): string {
  const edge =
    cell.number === here
      ? 'border-here outline-1 outline-here bg-here-soft'
      : isFault && cell.number === count
        ? 'border-stop bg-stop-soft'
        : 'border-line-strong bg-raised';
  return `${edge} ${cell.isCached ? 'border-dashed text-ink-3' : ''}`;
}

function optionProps(cell: WalkCell, { here, count }: Shared) {
  return {
    id: optionId(cell.number),
    role: 'option',
    'aria-selected': cell.number === here,
    'data-cached': cell.isCached,
    'aria-label': `${words.read(cell.number, count, cell.table, cell.meaning)}${cell.isCached ? ` (${words.cached})` : ''}`,
    onPointerDown: () => useWalk.setState({ read: cell.number }),
  } as const;
}

/** A stage-2 read on the way to something: one line. */
function Inner({ cell, ...shared }: Shared & { cell: WalkCell }) {
  return (
    <div
      {...optionProps(cell, shared)}
      className={`flex h-6 cursor-pointer items-center gap-1 rounded-chip border px-1.5 ${frameOf(cell, shared)}`}
    >
      <span>{cell.table.split(' for ')[0]}</span>
      <code className="ml-auto">{String(cell.index?.value ?? '')}</code>
    </div>
  );
}

/** Something found: which table, which entry of it, and where in the table that entry stands. */
function Entry({ cell, ...shared }: Shared & { cell: WalkCell }) {
  const { index } = cell;
  const kind = entryKindOf(cell.step);
  const note = cell.isCached ? words.cached : kind === null ? '' : words.kinds[kind];
  const share = index === null ? 0 : Number(index.value) / 2 ** (index.high - index.low + 1);
  return (
    <div
      {...optionProps(cell, shared)}
      className={`flex h-14 cursor-pointer flex-col rounded-control border px-1.5 pt-1 ${frameOf(cell, shared)}`}
    >
      <span className="flex items-baseline justify-between gap-1 whitespace-nowrap">
        <span className="font-strong">{cell.table}</span>
        <span className="text-ink-2">{note}</span>
      </span>
      {index !== null && (
        <code className="flex justify-between gap-1 whitespace-nowrap">
          <span className="text-ink-3">{`${index.high}:${index.low}`}</span>
          {String(index.value)}
        </code>
      )}
      <span aria-hidden="true" className="relative mt-auto mb-1.5 block h-1 rounded-full bg-line">
        <span
          className="absolute inset-y-0 w-1.5 rounded-full bg-ink-2"
          style={{ left: `min(${share * 100}%, calc(100% - 6px))` }}
        />
      </span>
    </div>
  );
}

/** What the walk gave: the address and its memory type, or the event. */
function Output({ result }: { readonly result: TranslateResult }) {
  const isFault = result.kind === 'fault';
  return (
    <div
      data-testid="walk-output"
      className={`flex h-14 flex-none flex-col justify-center rounded-control border px-2 ${isFault ? 'border-stop bg-stop-soft text-stop' : 'border-line-strong bg-raised'}`}
    >
      {isFault ? (
        <span className="flex items-center gap-1.5 font-mono font-strong whitespace-nowrap">
          <Ban size={14} strokeWidth={1.75} aria-hidden />
          {result.event ?? words.noRecord}
        </span>
      ) : (
        <>
          <code className="font-strong whitespace-nowrap">
            {words.translated(hexGrouped(result.address))}
          </code>
          <span className="whitespace-nowrap text-ink-2">
            {[result.memoryType, result.shareability].filter(Boolean).join(' ')}
          </span>
        </>
      )}
    </div>
  );
}
