import { Suspense, lazy } from 'react';
import { useStage } from '../store/stage.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { useFileDrop } from './file-drop.ts';
import { useKeys } from './keys.ts';
import { usePaste } from './paste.ts';
import { useWindowKind } from './media.ts';
import { usePictures } from './pictures.ts';
import { DesktopShell } from './shell/DesktopShell.tsx';
import { EmptyCanvas } from './shell/EmptyCanvas.tsx';
import { MachineProblem } from './shell/Problems.tsx';
import { RunProgress } from './shell/RunProgress.tsx';
import { Toasts } from './shell/Toasts.tsx';
import { useArrange } from './shell/use-arrange.ts';
import { strings } from './strings/en.ts';
import { useTheme } from './theme.ts';
import { useTitle } from './title.ts';
import { ErrorBoundary } from './widgets/ErrorBoundary.tsx';
import { TooltipLayer } from './widgets/TooltipLayer.tsx';

// For those who do not see the picture: its words are long, and come right after it.
const Announcer = lazy(async () => ({
  default: (await import('./shell/Announcer.tsx')).Announcer,
}));
const Story = lazy(async () => ({ default: (await import('./shell/Story.tsx')).Story }));
const Canvas = lazy(async () => ({ default: (await import('./canvas/Canvas.tsx')).Canvas }));

const PhoneShell = lazy(async () => ({
  default: (await import('./shell/PhoneShell.tsx')).PhoneShell,
}));
const PresenterShell = lazy(async () => ({
  default: (await import('./present/PresenterShell.tsx')).PresenterShell,
}));

/** The whole window. */
export function App() {
  useTheme();
  useTitle();
  useKeys();
  usePaste();
  useFileDrop();
  useArrange();
  usePictures();
  const kind = useWindowKind();
  const stage = useStage((state) => state.stage);
  const canvas = (
    <ErrorBoundary name={strings.regions.canvas}>
      <Suspense fallback={null}>
        <Canvas />
      </Suspense>
      <EmptyCanvas />
      <MachineProblem />
      <RunProgress />
      <Suspense fallback={null}>
        <Story />
      </Suspense>
    </ErrorBoundary>
  );
  const isSmall = kind === 'phone' || kind === 'tablet';
  return (
    <>
      {stage === 'present' ? (
        <Suspense fallback={null}>
          <PresenterShell canvas={canvas} />
        </Suspense>
      ) : isSmall ? (
        <Suspense fallback={null}>
          <PhoneShell canvas={canvas} />
        </Suspense>
      ) : (
        <DesktopShell canvas={canvas} isWide={kind === 'wide'} />
      )}
      <Dialogs />
      <Toasts />
      <TooltipLayer />
      <Suspense fallback={null}>
        <Announcer />
      </Suspense>
    </>
  );
}
