import { Boxes, GraduationCap, ListTree, PanelLeftClose } from 'lucide-react';
import { Suspense, lazy } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { usePreferences } from '../../store/preferences.ts';
import { useView } from '../../store/view.ts';
import type { LeftPanel } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';
import { ErrorBoundary } from '../widgets/ErrorBoundary.tsx';
import { TabList, TabPanel } from '../widgets/Tabs.tsx';

const ICON = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

const PANELS: Readonly<Record<LeftPanel, ComponentType>> = {
  outline: lazy(async () => ({ default: (await import('../outline/Outline.tsx')).Outline })),
  lessons: lazy(async () => ({
    default: (await import('../lessons/LessonsPanel.tsx')).LessonsPanel,
  })),
  devices: lazy(async () => ({ default: (await import('../outline/Devices.tsx')).Devices })),
};

const ICONS: Readonly<Record<LeftPanel, ReactNode>> = {
  outline: <ListTree {...ICON} />,
  devices: <Boxes {...ICON} />,
  lessons: <GraduationCap {...ICON} />,
};

const TABS: readonly { readonly id: LeftPanel; readonly title: string }[] = [
  { id: 'outline', title: strings.left.outline },
  { id: 'devices', title: strings.left.devices },
  { id: 'lessons', title: strings.left.lessons },
];

/** The narrow left dock: an icon for each panel, which opens it. */
export function Rail() {
  return (
    <nav
      aria-label={strings.regions.left}
      data-region="left"
      className="flex w-(--rail-w) shrink-0 flex-col items-center gap-1 border-r border-line bg-panel pt-2"
    >
      {TABS.map((tab) => (
        <IconButton
          key={tab.id}
          label={tab.title}
          className="size-9"
          onClick={() => {
            useView.getState().set({ leftPanel: tab.id });
            usePreferences.getState().set({ isLeftOpen: true });
          }}
        >
          {ICONS[tab.id]}
        </IconButton>
      ))}
    </nav>
  );
}

/** The open left dock. */
export function LeftDock({ onCollapse }: { readonly onCollapse: () => void }) {
  const current = useView((state) => state.leftPanel);
  const Content = PANELS[current];
  return (
    <nav
      aria-label={strings.regions.left}
      data-region="left"
      data-keys="canvas"
      className="flex min-h-0 grow flex-col bg-panel"
    >
      <TabList
        name="left"
        label={strings.regions.left}
        tabs={TABS}
        current={current}
        onSelect={(leftPanel) => useView.getState().set({ leftPanel })}
        end={
          <IconButton label={strings.shell.collapse} onClick={onCollapse}>
            <PanelLeftClose size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      />
      <TabPanel name="left" current={current}>
        <ErrorBoundary key={current} name={strings.left[current]}>
          <Suspense fallback={null}>
            <Content />
          </Suspense>
        </ErrorBoundary>
      </TabPanel>
    </nav>
  );
}
