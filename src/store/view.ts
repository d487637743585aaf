import { create } from 'zustand';
import type { Scenario } from '../core/scenario/schema.ts';
import type { RunInfo } from '../worker/protocol.ts';

export type LeftPanel = 'outline' | 'devices' | 'gallery' | 'lessons';
export type RightTab = 'explain' | 'inspect' | 'query';
export type BottomTab = 'timeline' | 'log' | 'addresses' | 'bytes' | 'matrix';
export type Theme = 'system' | 'light' | 'dark' | 'contrast';

/** Which overlay is open; at most one. */
export type DialogName =
  'palette' | 'import' | 'gallery' | 'shortcuts' | 'share' | 'recent' | 'settings';

/** What the path query asks; `toId` null with an address asks for whatever answers there. */
export interface PathQuestion {
  readonly fromId: string;
  readonly toId: string | null;
  readonly address: string | null;
  readonly op: 'MWr' | 'MRd' | 'FetchAdd';
  readonly at: 'untranslated' | 'translated';
  readonly t: 0 | 1;
}

/** A frozen result that later edits are compared with. */
export interface Baseline {
  readonly scenario: Scenario;
  readonly run: RunInfo;
}

/** What a person looks at: never undone; a link carries selection and instant. */
export interface ViewState {
  /** Ids of components and links, in the order they were selected. */
  readonly selection: readonly string[];
  /** Index of the selected flow in the run, or null. */
  readonly flow: number | null;
  /** Index of the "here" hop in the route of that flow's leg, or null. */
  readonly hop: number | null;
  readonly tlpId: number | null;
  readonly leftPanel: LeftPanel;
  readonly isLeftOpen: boolean;
  readonly rightTab: RightTab;
  readonly isRightOpen: boolean;
  readonly bottomTab: BottomTab;
  readonly isBottomOpen: boolean;
  readonly theme: Theme;
  readonly hulls: boolean;
  readonly legend: boolean;
  /** system: follows prefers-reduced-motion; off: nothing travels. */
  readonly motion: 'system' | 'off';
  readonly query: PathQuestion | null;
  readonly baseline: Baseline | null;
  readonly dialog: DialogName | null;
  /** The palette opens with this already typed, e.g. `>` for examples. */
  readonly paletteStart: string;

  readonly select: (ids: readonly string[]) => void;
  /** Makes one hop the "here" hop; also selects its flow and TLP. */
  readonly goTo: (here: {
    readonly flow: number | null;
    readonly hop: number | null;
    readonly tlpId: number | null;
  }) => void;
  readonly set: (part: Partial<ViewSettings>) => void;
}

/** The part of the view that is set by name. */
export type ViewSettings = Pick<
  ViewState,
  | 'leftPanel'
  | 'isLeftOpen'
  | 'rightTab'
  | 'isRightOpen'
  | 'bottomTab'
  | 'isBottomOpen'
  | 'theme'
  | 'hulls'
  | 'legend'
  | 'motion'
  | 'query'
  | 'baseline'
  | 'dialog'
  | 'paletteStart'
>;

export const useView = create<ViewState>()((set) => ({
  selection: [],
  flow: null,
  hop: null,
  tlpId: null,
  leftPanel: 'outline',
  isLeftOpen: false,
  rightTab: 'explain',
  isRightOpen: true,
  bottomTab: 'timeline',
  isBottomOpen: true,
  theme: 'system',
  hulls: false,
  legend: false,
  motion: 'system',
  query: null,
  baseline: null,
  dialog: null,
  paletteStart: '',

  select: (selection) => set({ selection }),
  goTo: ({ flow, hop, tlpId }) => set({ flow, hop, tlpId }),
  set: (part) => set(part),
}));
