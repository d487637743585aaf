import { Suspense, lazy } from 'react';
import { useKeys } from './keys.ts';
import { useWindowKind } from './media.ts';
import { DesktopShell } from './shell/DesktopShell.tsx';
import { strings } from './strings/en.ts';
import { useTheme } from './theme.ts';
import { ErrorBoundary } from './widgets/ErrorBoundary.tsx';
import { TooltipLayer } from './widgets/TooltipLayer.tsx';

const Canvas = lazy(async () => ({ default: (await import('./canvas/Canvas.tsx')).Canvas }));

/** The whole window. */
export function App() {
  useTheme();
  useKeys();
  const kind = useWindowKind();
  const canvas = (
    <ErrorBoundary name={strings.regions.canvas}>
      <Suspense fallback={null}>
        <Canvas />
      </Suspense>
    </ErrorBoundary>
  );
  return (
    <>
      <DesktopShell canvas={canvas} isWide={kind === 'wide'} />
      <TooltipLayer />
    </>
  );
}
