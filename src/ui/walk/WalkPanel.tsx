import { ArrowRight, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import { runCommand } from '../../commands/registry.ts';
import { usePreferences } from '../../store/preferences.ts';
import { TlpGlyph } from '../glyphs/TlpGlyph.tsx';
import { useWindowKind } from '../media.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { walkStrings as words } from '../strings/walk.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { Segmented } from '../widgets/Segmented.tsx';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { BitRuler } from './BitRuler.tsx';
import { EntryFields } from './EntryFields.tsx';
import { GranuleLine } from './GranuleLine.tsx';
import { WalkPicture } from './WalkPicture.tsx';
import { WalkTable } from './WalkTable.tsx';
import { useCurrentWalk } from './current-walk.ts';
import type { CurrentWalk } from './current-walk.ts';

const VIEWS = ['picture', 'table'] as const;
const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The table walk of one translation: what was read in which order, by which bits, and what each entry says. */
export function WalkPanel() {
  const current = useCurrentWalk();
  const [view, setView] = useState<(typeof VIEWS)[number]>('picture');
  const kind = useWindowKind();
  const isNarrow = kind === 'phone' || kind === 'tablet';
  if (current === null) return <EmptyState title={words.emptyTitle} hint={words.emptyHint} />;
  const { granule } = current.result;
  // Where there is little height the check scrolls with the picture.
  const isInside = view === 'picture' && isNarrow && current.cell !== null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-9 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <h2 className="m-0 text-m font-strong">{words.title(current.iommuName)}</h2>
        <span className="flex items-center gap-2">
          <TlpGlyph kind={tlpKindOf(current.info)} size={18} />
          <Answer result={current.result} input={current.view.reads} />
        </span>
        <span className="ml-auto text-ink-2" data-testid="walk-reads">
          <Reads current={current} />
        </span>
        <OpensToggle />
        <Segmented
          label={words.view}
          current={view}
          options={VIEWS.map((id) => ({ id, title: words.views[id] }))}
          onSelect={setView}
        />
        <span className="flex">
          <CommandButton id="walk.previous" icon={<ChevronLeft {...ICON} />} />
          <CommandButton id="walk.next" icon={<ChevronRight {...ICON} />} />
        </span>
      </header>
      {view === 'picture' ? (
        <Picture current={current} isNarrow={isNarrow} />
      ) : (
        <WalkTable view={current.view} />
      )}
      {!isInside && granule !== undefined && <GranuleLine check={granule} />}
    </div>
  );
}

/** How many reads the followed TLP cost, or, where it cost none, what a walk with empty caches reads. */
function Reads({ current }: { readonly current: CurrentWalk }) {
  const { view, lookUp } = current;
  const { memoryReads, cachedReads } = view;
  const all = memoryReads + cachedReads;
  if (lookUp === null) return words.cold(all);
  if (lookUp.kind !== 'miss') return words.unwalked[lookUp.kind](all);
  return words.reads(memoryReads, cachedReads);
}

function Picture({
  current,
  isNarrow,
}: {
  readonly current: CurrentWalk;
  readonly isNarrow: boolean;
}) {
  const { view, cell, result, place } = current;
  if (cell === null) return <p className="m-0 p-3 text-ink-2">{words.nothingRead}</p>;
  const inner = view.rows.reduce((sum, { through }) => sum + through.length, 0);
  return (
    <div
      className={`flex min-h-0 flex-1 ${isNarrow ? 'flex-col overflow-y-auto' : 'divide-x divide-line'}`}
    >
      <div className={`min-w-0 ${isNarrow ? 'flex-none' : 'flex-1 overflow-y-auto'}`}>
        <BitRuler view={view} cell={cell} />
        <WalkPicture view={view} cell={cell} result={result} />
        {inner > 0 && <p className="m-0 px-3 pb-2 text-ink-2">{words.nested(inner)}</p>}
      </div>
      {isNarrow && result.granule !== undefined && <GranuleLine check={result.granule} />}
      <EntryFields cell={cell} place={place} isNarrow={isNarrow} />
    </div>
  );
}

/** What went in and what came out, in one line. */
function Answer({
  result,
  input,
}: {
  readonly result: TranslateResult;
  readonly input: CurrentWalk['view']['reads'];
}) {
  const asked = input.findLast(({ step }) => step.stage !== undefined)?.index?.input ?? null;
  const first = input.find(({ step }) => step.stage === 1)?.index?.input ?? asked;
  return (
    <span className="flex items-center gap-1.5 font-mono">
      {first !== null && <span className="text-ink-2">{hexGrouped(first)}</span>}
      <ArrowRight size={14} strokeWidth={1.75} aria-hidden className="text-ink-3" />
      {result.kind === 'translated' ? (
        <span className="font-strong">{hexGrouped(result.address)}</span>
      ) : (
        <span className="font-strong text-stop">{result.event ?? words.noRecord}</span>
      )}
    </span>
  );
}

function OpensToggle() {
  const isOn = usePreferences((state) => state.walkOpens);
  return (
    <label className="flex cursor-pointer items-center gap-1.5 text-ink-2">
      <input
        type="checkbox"
        className="size-4 accent-(--here)"
        checked={isOn}
        onChange={() => runCommand('view.walkOpens')}
      />
      {words.opens}
    </label>
  );
}
