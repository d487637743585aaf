import { PanelRightClose } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import { useView } from '../../store/view.ts';
import type { RightTab } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';
import { TabList, TabPanel } from '../widgets/Tabs.tsx';
import { Panel } from './panels.tsx';

const TABS: readonly { readonly id: RightTab; readonly title: string }[] = [
  { id: 'explain', title: strings.right.explain },
  { id: 'inspect', title: strings.right.inspect },
  { id: 'query', title: strings.right.query },
];

/** Explain, Inspect, Query. */
export function RightDock() {
  const current = useView((state) => state.rightTab);
  return (
    <aside
      aria-label={strings.regions.right}
      data-region="right"
      className="flex min-h-0 min-w-0 grow flex-col bg-panel"
    >
      <TabList
        name="right"
        label={strings.regions.right}
        tabs={TABS}
        current={current}
        onSelect={(rightTab) => useView.getState().set({ rightTab })}
        end={
          <IconButton label={strings.shell.collapse} onClick={() => runCommand('view.toggleRight')}>
            <PanelRightClose size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      />
      <TabPanel name="right" current={current}>
        <Panel tab={current} />
      </TabPanel>
    </aside>
  );
}
