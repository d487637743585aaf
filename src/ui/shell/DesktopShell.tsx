import type { CSSProperties, ReactNode } from 'react';
import { usePreferences } from '../../store/preferences.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { Banners } from './Banners.tsx';
import { BottomDock } from './BottomDock.tsx';
import { LeftDock, Rail } from './LeftDock.tsx';
import { LessonStrip } from './LessonStrip.tsx';
import { RightDock } from './RightDock.tsx';
import { Splitter } from './Splitter.tsx';
import { StatusBar } from './StatusBar.tsx';
import { Toolbar } from './Toolbar.tsx';
import { Transport } from './Transport.tsx';

/** The size of a dock in px: what was chosen, else the token of that name. */
function useDockSize(key: 'leftPx' | 'rightPx' | 'bottomPx', token: string): number {
  const chosen = usePreferences((state) => state[key]);
  if (chosen !== null) return chosen;
  const text = getComputedStyle(document.documentElement).getPropertyValue(token);
  return Number.parseFloat(text) || 0;
}

interface DesktopShellProps {
  readonly canvas: ReactNode;
  readonly isWide: boolean;
}

/** The window from 1024 px: docks around the canvas, split bottom dock from 1600 px. */
export function DesktopShell({ canvas, isWide }: DesktopShellProps) {
  const isLeftOpen = usePreferences((state) => state.isLeftOpen ?? isWide);
  const isLessonSeen = useView((state) => state.leftPanel === 'lessons') && isLeftOpen;
  const isRightOpen = usePreferences((state) => state.isRightOpen);
  const isBottomOpen = usePreferences((state) => state.isBottomOpen);
  const set = usePreferences((state) => state.set);
  const left = useDockSize('leftPx', '--left-w');
  const right = useDockSize('rightPx', '--right-w');
  const isWalk = useView((state) => (isWide ? state.bottomRightTab : state.bottomTab) === 'walk');
  const bottom = useDockSize('bottomPx', isWalk ? '--walk-h' : '--dock-h');
  const px = (name: 'width' | 'height', size: number): CSSProperties => ({ [name]: `${size}px` });

  return (
    <div className="flex h-full flex-col">
      <Toolbar />
      <Banners />
      <div className="flex min-h-0 grow">
        {isLeftOpen ? (
          <div className="relative flex shrink-0 border-r border-line" style={px('width', left)}>
            <LeftDock onCollapse={() => set({ isLeftOpen: false })} />
            <Splitter
              region={strings.regions.left}
              orientation="vertical"
              direction={1}
              sizePx={left}
              minPx={200}
              maxPx={480}
              onResize={(leftPx) => set({ leftPx })}
              onReset={() => set({ leftPx: null })}
            />
          </div>
        ) : (
          <Rail />
        )}
        <div className="flex min-w-0 grow flex-col">
          {isLessonSeen ? null : <LessonStrip />}
          <main
            aria-label={strings.regions.canvas}
            data-region="canvas"
            className="relative min-h-0 grow overflow-hidden bg-canvas"
          >
            {canvas}
          </main>
        </div>
        {isRightOpen ? (
          <div className="relative flex shrink-0 border-l border-line" style={px('width', right)}>
            <RightDock />
            <Splitter
              region={strings.regions.right}
              orientation="vertical"
              direction={-1}
              sizePx={right}
              minPx={280}
              maxPx={640}
              onResize={(rightPx) => set({ rightPx })}
              onReset={() => set({ rightPx: null })}
            />
          </div>
        ) : null}
      </div>
      <Transport />
      <div
        className="relative flex shrink-0 border-t border-line"
        style={isBottomOpen ? px('height', bottom) : {}}
      >
        <BottomDock isSplit={isWide} />
        {isBottomOpen ? (
          <Splitter
            region={strings.regions.bottom}
            orientation="horizontal"
            direction={-1}
            sizePx={bottom}
            minPx={120}
            maxPx={560}
            onResize={(bottomPx) => set({ bottomPx })}
            onReset={() => set({ bottomPx: null })}
          />
        ) : null}
      </div>
      <StatusBar />
    </div>
  );
}
