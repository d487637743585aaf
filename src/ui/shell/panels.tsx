import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import type { BottomTab, RightTab } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { ErrorBoundary } from '../widgets/ErrorBoundary.tsx';

/** What fills the docks, loaded when first shown. */
const PANELS: Readonly<Record<RightTab | BottomTab, ComponentType>> = {
  explain: lazy(async () => ({
    default: (await import('../explain/ExplainPanel.tsx')).ExplainPanel,
  })),
  inspect: lazy(async () => ({
    default: (await import('../inspect/InspectPanel.tsx')).InspectPanel,
  })),
  query: lazy(async () => ({ default: (await import('../query/QueryPanel.tsx')).QueryPanel })),
  timeline: lazy(async () => ({
    default: (await import('../timeline/TimelinePanel.tsx')).TimelinePanel,
  })),
  log: lazy(async () => ({ default: (await import('../log/LogPanel.tsx')).LogPanel })),
  addresses: lazy(async () => ({
    default: (await import('../addresses/AddressesPanel.tsx')).AddressesPanel,
  })),
  walk: lazy(async () => ({ default: (await import('../walk/WalkPanel.tsx')).WalkPanel })),
  bytes: lazy(async () => ({ default: (await import('../bytes/BytesPanel.tsx')).BytesPanel })),
  sequence: lazy(async () => ({
    default: (await import('../sequence/SequencePanel.tsx')).SequencePanel,
  })),
  matrix: lazy(async () => ({ default: (await import('../matrix/MatrixPanel.tsx')).MatrixPanel })),
};

/** A panel by its tab, with its own error boundary. */
export function Panel({ tab }: { readonly tab: RightTab | BottomTab }) {
  const Content = PANELS[tab];
  const title = { ...strings.right, ...strings.bottom }[tab];
  return (
    <ErrorBoundary key={tab} name={title}>
      <Suspense fallback={<p className="p-3 text-ink-3">{strings.shell.loading}</p>}>
        <Content />
      </Suspense>
    </ErrorBoundary>
  );
}
