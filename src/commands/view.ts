import { saveNow } from '../store/autosave.ts';
import { useDocument } from '../store/document.ts';
import { usePreferences } from '../store/preferences.ts';
import type { Theme } from '../store/preferences.ts';
import { focusRegion } from '../store/regions.ts';
import { useRun } from '../store/run.ts';
import { useView } from '../store/view.ts';
import type { BottomTab, LeftPanel, RightTab } from '../store/view.ts';
import { requestViewport } from '../store/viewport.ts';
import type { Command } from './command.ts';

function showBottom(bottomTab: BottomTab): void {
  usePreferences.getState().set({ isBottomOpen: true });
  useView.getState().showBottom(bottomTab);
}

function showRight(rightTab: RightTab): void {
  usePreferences.getState().set({ isRightOpen: true });
  useView.getState().set({ rightTab });
}

function showLeft(leftPanel: LeftPanel): void {
  usePreferences.getState().set({ isLeftOpen: true });
  useView.getState().set({ leftPanel, isDrawerOpen: true });
}

const setTheme = (theme: Theme): void => usePreferences.getState().set({ theme });
const isOtherTheme = (theme: Theme) => (): boolean => usePreferences.getState().theme !== theme;
/** The page starts again in another language; nothing is lost. The choice outlives a language that the address asked for. */
function speak(language: 'en' | 'zh-CN'): void {
  usePreferences.getState().set({ language });
  const address = new URL(window.location.href);
  address.searchParams.delete('lang');
  window.history.replaceState(window.history.state, '', address);
  void saveNow().then(() => window.location.reload());
}

const hasSelection = (): boolean => useView.getState().selection.length > 0;

function togglePin(): void {
  const { baseline, set } = useView.getState();
  const { run } = useRun.getState();
  if (baseline) set({ baseline: null });
  else if (run) set({ baseline: { scenario: useDocument.getState().scenario, run } });
}

/** Asks in the path query for the way between the two selected things, or from the one. */
function queryFromSelection(): void {
  const { selection, query, set } = useView.getState();
  const [fromId, toId] = selection;
  if (fromId !== undefined) {
    const before = query ?? { address: null, op: 'MWr', at: 'untranslated', t: 0 };
    set({ query: { ...before, fromId, toId: toId ?? query?.toId ?? null } });
  }
  showRight('query');
}

export const VIEW_COMMANDS = [
  {
    id: 'view.palette',
    group: 'view',
    shortcuts: [{ key: 'k', mod: true, where: 'always' }],
    run: () => useView.getState().set({ dialog: 'palette', paletteStart: '' }),
  },
  {
    id: 'view.explain',
    group: 'view',
    shortcuts: [{ key: 'e', where: 'canvas' }],
    run: () => showRight('explain'),
  },
  {
    id: 'view.inspect',
    group: 'view',
    shortcuts: [{ key: 'Enter', where: 'canvas' }],
    run: () => showRight('inspect'),
  },
  {
    id: 'view.query',
    group: 'view',
    shortcuts: [{ key: 'q', where: 'canvas' }],
    run: queryFromSelection,
  },
  {
    id: 'view.timeline',
    group: 'view',
    shortcuts: [{ key: '1', where: 'canvas' }],
    run: () => showBottom('timeline'),
  },
  {
    id: 'view.log',
    group: 'view',
    shortcuts: [{ key: '2', where: 'canvas' }],
    run: () => showBottom('log'),
  },
  {
    id: 'view.addresses',
    group: 'view',
    shortcuts: [{ key: '3', where: 'canvas' }],
    run: () => showBottom('addresses'),
  },
  {
    id: 'view.walk',
    group: 'view',
    shortcuts: [{ key: '7', where: 'canvas' }],
    run: () => showBottom('walk'),
  },
  {
    id: 'view.walkOpens',
    group: 'view',
    run: () => {
      const { walkOpens, set } = usePreferences.getState();
      set({ walkOpens: !walkOpens });
    },
  },
  {
    id: 'view.bytes',
    group: 'view',
    shortcuts: [{ key: '4', where: 'canvas' }],
    run: () => showBottom('bytes'),
  },
  {
    id: 'view.matrix',
    group: 'view',
    shortcuts: [{ key: '5', where: 'canvas' }],
    run: () => showBottom('matrix'),
  },
  { id: 'view.outline', group: 'view', run: () => showLeft('outline') },
  {
    id: 'view.devices',
    group: 'view',
    shortcuts: [{ key: 'n', where: 'canvas' }],
    run: () => showLeft('devices'),
  },
  { id: 'view.lessons', group: 'view', run: () => showLeft('lessons') },
  {
    id: 'view.toggleLeft',
    group: 'view',
    run: () => {
      const { isLeftOpen, set } = usePreferences.getState();
      set({ isLeftOpen: isLeftOpen !== true });
    },
  },
  {
    id: 'view.toggleRight',
    group: 'view',
    run: () => {
      const { isRightOpen, set } = usePreferences.getState();
      set({ isRightOpen: !isRightOpen });
    },
  },
  {
    id: 'view.toggleBottom',
    group: 'view',
    run: () => {
      const { isBottomOpen, set } = usePreferences.getState();
      set({ isBottomOpen: !isBottomOpen });
    },
  },
  {
    id: 'view.pinBaseline',
    group: 'view',
    run: togglePin,
    isEnabled: () => useView.getState().baseline !== null || useRun.getState().run !== null,
  },
  {
    id: 'view.zoomIn',
    group: 'view',
    shortcuts: [
      { key: '+', where: 'canvas' },
      { key: '=', where: 'canvas' },
    ],
    run: () => requestViewport({ kind: 'zoom', factor: 1.25 }),
  },
  {
    id: 'view.zoomOut',
    group: 'view',
    shortcuts: [
      { key: '-', where: 'canvas' },
      { key: '−', where: 'canvas' },
    ],
    run: () => requestViewport({ kind: 'zoom', factor: 0.8 }),
  },
  {
    id: 'view.fitSelection',
    group: 'view',
    shortcuts: [{ key: 'f', where: 'canvas' }],
    run: () => requestViewport({ kind: 'fitSelection' }),
    isEnabled: hasSelection,
  },
  {
    id: 'view.fit',
    group: 'view',
    shortcuts: [{ key: '0', where: 'canvas' }],
    run: () => requestViewport({ kind: 'fit' }),
  },
  {
    id: 'view.hulls',
    group: 'view',
    shortcuts: [{ key: 'h', where: 'canvas' }],
    run: () => useView.getState().set({ hulls: !useView.getState().hulls }),
  },
  {
    id: 'view.legend',
    group: 'view',
    shortcuts: [{ key: 'l', where: 'canvas' }],
    run: () => useView.getState().set({ legend: !useView.getState().legend }),
  },
  {
    id: 'view.minimap',
    group: 'view',
    run: () => useView.getState().set({ minimap: !useView.getState().minimap }),
  },
  {
    id: 'view.themeSystem',
    group: 'view',
    run: () => setTheme('system'),
    isEnabled: isOtherTheme('system'),
  },
  {
    id: 'view.themeLight',
    group: 'view',
    run: () => setTheme('light'),
    isEnabled: isOtherTheme('light'),
  },
  {
    id: 'view.themeDark',
    group: 'view',
    run: () => setTheme('dark'),
    isEnabled: isOtherTheme('dark'),
  },
  {
    id: 'view.themeContrast',
    group: 'view',
    run: () => setTheme('contrast'),
    isEnabled: isOtherTheme('contrast'),
  },
  { id: 'view.english', group: 'view', run: () => speak('en') },
  { id: 'view.chinese', group: 'view', run: () => speak('zh-CN') },
  {
    id: 'view.motion',
    group: 'view',
    run: () => {
      const { motion, set } = usePreferences.getState();
      set({ motion: motion === 'off' ? 'system' : 'off' });
    },
  },
  {
    id: 'view.nextRegion',
    group: 'view',
    shortcuts: [{ key: 'F6', where: 'always' }],
    run: () => focusRegion(1),
  },
  {
    id: 'view.previousRegion',
    group: 'view',
    shortcuts: [{ key: 'F6', shift: true, where: 'always' }],
    run: () => focusRegion(-1),
  },
  {
    id: 'help.shortcuts',
    group: 'help',
    shortcuts: [{ key: '?', where: 'anywhere' }],
    run: () => useView.getState().set({ dialog: 'shortcuts' }),
  },
  {
    id: 'help.rules',
    group: 'help',
    run: () => useView.getState().set({ dialog: 'rules', rule: null }),
  },
  {
    id: 'help.letterKeys',
    group: 'help',
    run: () => {
      const { letterKeys, set } = usePreferences.getState();
      set({ letterKeys: !letterKeys });
    },
  },
] as const satisfies readonly Command[];
