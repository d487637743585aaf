import { create } from 'zustand';
import type { RuleId } from '../core/rules/catalogue.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import type { RunInfo } from '../worker/protocol.ts';

export type LeftPanel = 'outline' | 'devices' | 'lessons';
export type RightTab = 'explain' | 'inspect' | 'query';
export type BottomLeftTab = 'timeline' | 'log';
export type BottomRightTab = 'bytes' | 'addresses' | 'walk' | 'matrix' | 'sequence';
export type BottomTab = BottomLeftTab | BottomRightTab;

/** Which overlay is open; at most one. */
export type DialogName =
  | 'palette'
  | 'import'
  | 'gallery'
  | 'shortcuts'
  | 'rules'
  | 'share'
  | 'export'
  | 'recent'
  | 'versions'
  | 'connect'
  | 'transfer'
  | 'title'
  | 'lesson'
  | 'bookmarks'
  | 'breakpoints';

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
  readonly rightTab: RightTab;
  /** The tab that was asked for last: a small window shows one panel at a time. */
  readonly lastTab: RightTab | BottomTab;
  /** The bottom tab shown last. A wide window splits the bottom dock and shows one of each half. */
  readonly bottomTab: BottomTab;
  readonly bottomLeftTab: BottomLeftTab;
  readonly bottomRightTab: BottomRightTab;
  readonly hulls: boolean;
  readonly legend: boolean;
  readonly minimap: boolean;
  /** The left dock is open as a drawer, in windows that have no room for it beside the canvas. */
  readonly isDrawerOpen: boolean;
  /** Arrow keys move the selection. */
  readonly isMoving: boolean;
  /** The canvas keeps the followed TLP in view. */
  readonly isFollowing: boolean;
  /** The plan of Linux that is explained instead of hops; null: hops are. */
  readonly plan: { readonly transferId: string; readonly step: number } | null;
  readonly query: PathQuestion | null;
  readonly baseline: Baseline | null;
  readonly dialog: DialogName | null;
  /** The rule that the pages of rules show; null: the one that decides here. */
  readonly rule: RuleId | null;
  /** The palette opens with this already typed, e.g. `>` for examples. */
  readonly paletteStart: string;

  readonly select: (ids: readonly string[]) => void;
  /** Makes one hop the "here" hop; also selects its flow and TLP. */
  readonly goTo: (here: {
    readonly flow: number | null;
    readonly hop: number | null;
    readonly tlpId: number | null;
  }) => void;
  readonly showBottom: (tab: BottomTab) => void;
  readonly set: (part: Partial<ViewSettings>) => void;
}

/** The part of the view that is set by name. */
export type ViewSettings = Pick<
  ViewState,
  | 'leftPanel'
  | 'rightTab'
  | 'hulls'
  | 'legend'
  | 'minimap'
  | 'isDrawerOpen'
  | 'isMoving'
  | 'isFollowing'
  | 'plan'
  | 'query'
  | 'baseline'
  | 'dialog'
  | 'rule'
  | 'paletteStart'
>;

export const useView = create<ViewState>()((set) => ({
  selection: [],
  flow: null,
  hop: null,
  tlpId: null,
  leftPanel: 'outline',
  rightTab: 'explain',
  lastTab: 'explain',
  bottomTab: 'timeline',
  bottomLeftTab: 'timeline',
  bottomRightTab: 'bytes',
  hulls: false,
  legend: false,
  minimap: false,
  isDrawerOpen: false,
  isMoving: false,
  isFollowing: false,
  plan: null,
  query: null,
  baseline: null,
  dialog: null,
  rule: null,
  paletteStart: '',

  select: (selection) => set({ selection }),
  goTo: ({ flow, hop, tlpId }) => set({ flow, hop, tlpId, plan: null }),
  showBottom: (tab) => {
    const isLeft = tab === 'timeline' || tab === 'log';
    set({
      lastTab: tab,
      bottomTab: tab,
      ...(isLeft ? { bottomLeftTab: tab } : { bottomRightTab: tab }),
    });
  },
  set: (part) => set(part.rightTab ? { ...part, lastTab: part.rightTab } : part),
}));
