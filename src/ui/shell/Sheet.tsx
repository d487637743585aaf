import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useView } from '../../store/view.ts';
import type { BottomTab, RightTab } from '../../store/view.ts';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/en.ts';
import { TabList, TabPanel } from '../widgets/Tabs.tsx';
import { Panel } from './panels.tsx';

type SheetTab = RightTab | BottomTab;

const TABS: readonly { readonly id: SheetTab; readonly title: string }[] = [
  { id: 'explain', title: strings.right.explain },
  { id: 'inspect', title: strings.right.inspect },
  { id: 'log', title: strings.bottom.log },
  { id: 'bytes', title: strings.bottom.bytes },
  { id: 'query', title: strings.right.query },
  { id: 'timeline', title: strings.bottom.timeline },
  { id: 'addresses', title: strings.bottom.addresses },
  { id: 'walk', title: strings.bottom.walk },
  { id: 'matrix', title: strings.bottom.matrix },
  { id: 'sequence', title: strings.bottom.sequence },
];

/** Heights that the sheet rests at, as shares of the window; the first shows its tabs alone. @source ux.md §2 */
const RESTS = [0.115, 0.45, 0.8] as const;

const isRight = (tab: SheetTab): tab is RightTab =>
  tab === 'explain' || tab === 'inspect' || tab === 'query';

/** The sheet at the lower edge: every panel as a tab, three heights by drag, arrows or tap. */
export function Sheet() {
  const [rest, setRest] = useState(1);
  const [dragged, setDragged] = useState<number | null>(null);
  const start = useRef<{ readonly y: number; readonly share: number } | null>(null);
  const current = useView((state) => state.lastTab);
  // What is asked for from elsewhere shows even where only the tabs did.
  useEffect(
    () =>
      useView.subscribe(({ lastTab }, before) => {
        if (lastTab !== before.lastTab) setRest((now) => Math.max(1, now));
      }),
    [],
  );
  const share = dragged ?? RESTS[rest] ?? RESTS[1];

  const settle = (index: number) => {
    setRest(Math.max(0, Math.min(RESTS.length - 1, index)));
    requestAnimationFrame(() => requestViewport({ kind: 'fit' }));
  };
  const select = (tab: SheetTab) => {
    if (isRight(tab)) useView.getState().set({ rightTab: tab });
    else useView.getState().showBottom(tab);
    if (rest === 0) settle(1);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!start.current) return;
    const moved = (start.current.y - event.clientY) / window.innerHeight;
    setDragged(Math.max(RESTS[0], Math.min(RESTS[2], start.current.share + moved)));
  };
  const onPointerUp = () => {
    if (!start.current) return;
    const hasMoved = dragged !== null && Math.abs(dragged - start.current.share) > 0.01;
    start.current = null;
    setDragged(null);
    if (!hasMoved) {
      settle((rest + 1) % RESTS.length);
      return;
    }
    const distances = RESTS.map((one) => Math.abs(one - (dragged ?? one)));
    settle(distances.indexOf(Math.min(...distances)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    settle(rest + step);
  };

  return (
    <section
      aria-label={strings.regions.bottom}
      data-region="bottom"
      className="flex shrink-0 flex-col overflow-hidden rounded-t-surface border-t border-line-strong bg-panel"
      style={{ height: `${share * 100}%` }}
    >
      <div
        role="slider"
        aria-label={strings.shell.resize(strings.regions.bottom)}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={RESTS.length - 1}
        aria-valuenow={rest}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { y: event.clientY, share };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        className="flex h-6 shrink-0 cursor-row-resize touch-none items-center justify-center -outline-offset-2"
      >
        <span className="h-1 w-9 rounded-full bg-line-strong" />
      </div>
      <TabList
        name="sheet"
        label={strings.regions.bottom}
        tabs={TABS}
        current={current}
        onSelect={select}
        tall
      />
      <TabPanel name="sheet" current={current}>
        <Panel tab={current} />
      </TabPanel>
    </section>
  );
}
