import { ChevronDown, ChevronUp, Maximize2, Minimize2 } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useView } from '../../store/view.ts';
import type { BottomTab } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';
import { TabList, TabPanel } from '../widgets/Tabs.tsx';
import { Panel } from './panels.tsx';

const tab = (id: BottomTab) => ({ id, title: strings.bottom[id] });
const LEFT_TABS = [tab('timeline'), tab('log')];
const RIGHT_TABS = [tab('bytes'), tab('addresses'), tab('walk'), tab('matrix'), tab('sequence')];
const ALL_TABS = [
  tab('timeline'),
  tab('log'),
  tab('addresses'),
  tab('walk'),
  tab('bytes'),
  tab('matrix'),
  tab('sequence'),
];

interface PaneProps {
  readonly name: string;
  readonly tabs: readonly { readonly id: BottomTab; readonly title: string }[];
  readonly current: BottomTab;
  readonly hasToggle: boolean;
}

/** Least height that a tall dock leaves for the canvas, with toolbar, transport and status. Px. */
const REST_PX = 280;
const TALLEST_PX = 560;

/** Gives the dock most of the window, or its usual height again. */
function HeightToggle() {
  const bottomPx = usePreferences((state) => state.bottomPx);
  const tallPx = Math.min(TALLEST_PX, Math.max(0, window.innerHeight - REST_PX));
  const isTall = bottomPx !== null && bottomPx >= tallPx;
  const Icon = isTall ? Minimize2 : Maximize2;
  return (
    <IconButton
      label={isTall ? strings.shell.shorter : strings.shell.taller}
      onClick={() => usePreferences.getState().set({ bottomPx: isTall ? null : tallPx })}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}

function Pane({ name, tabs, current, hasToggle }: PaneProps) {
  const isOpen = usePreferences((state) => state.isBottomOpen);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <TabList
        name={name}
        label={strings.regions.bottom}
        tabs={tabs}
        current={current}
        onSelect={(id) => {
          useView.getState().showBottom(id);
          usePreferences.getState().set({ isBottomOpen: true });
        }}
        end={
          hasToggle ? (
            <>
              {isOpen && <HeightToggle />}
              <IconButton
                label={isOpen ? strings.shell.collapse : strings.shell.expand}
                aria-expanded={isOpen}
                onClick={() => runCommand('view.toggleBottom')}
              >
                {isOpen ? (
                  <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
                ) : (
                  <ChevronUp size={16} strokeWidth={1.75} aria-hidden />
                )}
              </IconButton>
            </>
          ) : undefined
        }
      />
      {isOpen ? (
        <TabPanel name={name} current={current}>
          <Panel tab={current} />
        </TabPanel>
      ) : null}
    </div>
  );
}

/** Timeline, log, addresses, bytes, matrix: one pane, or two where the window is wide. */
export function BottomDock({ isSplit }: { readonly isSplit: boolean }) {
  const { bottomTab, bottomLeftTab, bottomRightTab } = {
    bottomTab: useView((state) => state.bottomTab),
    bottomLeftTab: useView((state) => state.bottomLeftTab),
    bottomRightTab: useView((state) => state.bottomRightTab),
  };
  return (
    <section
      aria-label={strings.regions.bottom}
      data-region="bottom"
      data-keys="canvas"
      className="flex min-h-0 min-w-0 grow divide-x divide-line bg-panel"
    >
      {isSplit ? (
        <>
          <Pane name="bottom-left" tabs={LEFT_TABS} current={bottomLeftTab} hasToggle={false} />
          <Pane name="bottom-right" tabs={RIGHT_TABS} current={bottomRightTab} hasToggle />
        </>
      ) : (
        <Pane name="bottom" tabs={ALL_TABS} current={bottomTab} hasToggle />
      )}
    </section>
  );
}
