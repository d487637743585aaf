import './embed.css';
import { Suspense, lazy, useEffect, useState } from 'react';
import { EMBED_OPTIONS } from '../../store/embed-options.ts';
import type { EmbedPanel } from '../../store/embed-options.ts';
import { Canvas } from '../canvas/Canvas.tsx';
import { Panel } from '../shell/panels.tsx';
import { embedStrings as words } from '../strings/embed.ts';
import { strings } from '../strings/en.ts';
import { useTheme } from '../theme.ts';
import { useTitle } from '../title.ts';
import { ErrorBoundary } from '../widgets/ErrorBoundary.tsx';
import { TooltipLayer } from '../widgets/TooltipLayer.tsx';
import { EmbedLine } from './EmbedLine.tsx';

const controls = () => import('./controls.tsx');
const EmbedBar = lazy(async () => ({ default: (await controls()).EmbedBar }));
const Keys = lazy(async () => ({ default: (await controls()).Keys }));
const MachineProblem = lazy(async () => ({ default: (await controls()).MachineProblem }));
const RunProgress = lazy(async () => ({ default: (await controls()).RunProgress }));
const Toasts = lazy(async () => ({ default: (await controls()).Toasts }));
const Announcer = lazy(async () => ({
  default: (await import('../shell/Announcer.tsx')).Announcer,
}));
const Story = lazy(async () => ({ default: (await import('../shell/Story.tsx')).Story }));

/** The picture in somebody else's page: drawing, the hop in one line, time, and the way into the whole program. */
export function EmbedApp() {
  useTheme();
  useTitle();
  useEffect(() => {
    document.documentElement.dataset['stage'] = 'embed';
  }, []);
  const { hasControls, panel } = EMBED_OPTIONS;
  return (
    <div className="embed flex h-full flex-col">
      <BadParameters />
      <div className="embed-body flex min-h-0 grow">
        <main
          aria-label={strings.regions.canvas}
          data-region="canvas"
          className="relative min-h-0 min-w-0 grow overflow-hidden bg-canvas"
        >
          <ErrorBoundary name={strings.regions.canvas}>
            <Canvas />
            <Suspense fallback={null}>
              <MachineProblem />
              <RunProgress />
              <Story />
            </Suspense>
          </ErrorBoundary>
        </main>
        {panel !== null && <SidePanel panel={panel} />}
      </div>
      <EmbedLine />
      {hasControls && (
        <Suspense fallback={<div className="h-(--transport-h) shrink-0 bg-panel" />}>
          <EmbedBar />
        </Suspense>
      )}
      <TooltipLayer />
      <Suspense fallback={null}>
        <Keys />
        <Toasts />
        <Announcer />
      </Suspense>
    </div>
  );
}

export { EmbedApp as App };

function SidePanel({ panel }: { readonly panel: EmbedPanel }) {
  return (
    <section
      aria-label={{ ...strings.right, ...strings.bottom }[panel]}
      className="embed-panel flex min-h-0 flex-col overflow-hidden bg-panel"
    >
      <Panel tab={panel} />
    </section>
  );
}

/** Parameters that mean nothing are named until they are dismissed: only who wrote the address can mend it. */
function BadParameters() {
  const [isOpen, setOpen] = useState(EMBED_OPTIONS.problems.length > 0);
  const [first] = EMBED_OPTIONS.problems;
  if (!isOpen || first === undefined) return null;
  return (
    <div role="alert" className="flex items-start gap-2 border-b border-line bg-overlay px-3 py-1">
      <p className="grow">{words.badParameter(first.name, first.value, first.allowed)}</p>
      <button type="button" className="underline" onClick={() => setOpen(false)}>
        {strings.shell.dismiss}
      </button>
    </div>
  );
}
