import { DEVICE_KINDS } from '../core/scenario/device-kinds.ts';
import type { DeviceKind } from '../core/scenario/device-kinds.ts';
import type { Edit } from '../core/scenario/edit.ts';
import { arrange } from '../store/arrange.ts';
import { useDocument } from '../store/document.ts';
import { withClipboard, withNewDevice } from '../store/later.ts';
import { notify } from '../store/notices.ts';
import { neighbourOf, outlineOf } from '../store/outline.ts';
import type { Direction } from '../store/outline.ts';
import { useView } from '../store/view.ts';
import { requestViewport } from '../store/viewport.ts';
import type { Command } from './command.ts';

const hasSelection = (): boolean => useView.getState().selection.length > 0;

function hasSelectedComponent(): boolean {
  const { selection } = useView.getState();
  return useDocument.getState().scenario.components.some(({ id }) => selection.includes(id));
}

/** Selects one thing and moves the canvas so that it is seen. */
function selectAndReveal(id: string): void {
  useView.getState().select([id]);
  requestViewport({ kind: 'reveal', id });
}

/** Adds a device where the selection is, or free on the canvas, and selects it. */
function addDevice(kind: DeviceKind): void {
  void withNewDevice(({ addNewDevice }) => {
    const [on] = useView.getState().selection;
    const isComponent = useDocument.getState().scenario.components.some((one) => one.id === on);
    const id = addNewDevice(kind, on !== undefined && isComponent ? { on } : {});
    if (id !== null) requestViewport({ kind: 'reveal', id });
  });
}

/** Removes what is selected, with all that depends on it, in one step. */
function removeSelection(): void {
  const { selection, select } = useView.getState();
  const { scenario, beginGesture, endGesture, edit } = useDocument.getState();
  beginGesture('remove');
  for (const id of selection) {
    // What an earlier removal took along is gone already.
    const now = useDocument.getState().scenario;
    if (now.links.some((link) => link.id === id)) edit({ kind: 'disconnect', id });
    if (now.components.some((one) => one.id === id)) edit({ kind: 'removeComponent', id });
  }
  endGesture();
  select([]);
  const after = useDocument.getState().scenario;
  const count = scenario.components.length - after.components.length;
  notify({ kind: 'removed', count: Math.max(count, selection.length) });
}

function selectNeighbour(direction: Direction): void {
  const rows = outlineOf(useDocument.getState().scenario);
  const id = useView.getState().selection.at(-1);
  const next = id === undefined ? rows[0]?.component.id : neighbourOf(rows, id, direction);
  if (next !== null && next !== undefined) selectAndReveal(next);
}

/** Selects the next (1) or last (-1) link of the selected device, or of the device that the selected link belongs to. */
function selectLink(direction: 1 | -1): void {
  const { links } = useDocument.getState().scenario;
  const id = useView.getState().selection.at(-1);
  const current = links.find((link) => link.id === id);
  const owner = current?.from ?? id;
  const own = links.filter((link) => link.from === owner || link.to === owner);
  const at = current === undefined ? (direction === 1 ? -1 : own.length) : own.indexOf(current);
  const next = own[(at + direction + own.length) % Math.max(1, own.length)];
  if (next) useView.getState().select([next.id]);
}

/** Lets layout place everything again. */
function forgetPositions(): void {
  const { scenario, edit } = useDocument.getState();
  const placed = scenario.components.filter((one) => one.position !== undefined);
  const positions = Object.fromEntries(placed.map((one) => [one.id, null]));
  const move: Edit = { kind: 'move', positions };
  edit(move, 'resetLayout');
  requestViewport({ kind: 'fit' });
}

const ARROWS: readonly (readonly [Direction, string])[] = [
  ['parent', 'ArrowUp'],
  ['child', 'ArrowDown'],
  ['previous', 'ArrowLeft'],
  ['next', 'ArrowRight'],
];

type SelectId = `select.${Direction}`;
type AddId = `add.${DeviceKind}`;

const SELECT_COMMANDS = ARROWS.map(([direction, key]): Command & { readonly id: SelectId } => ({
  id: `select.${direction}`,
  group: 'view',
  shortcuts: [{ key, where: 'canvas' }],
  run: () => selectNeighbour(direction),
}));

/** One command per kind of device that can be added. */
export const ADD_COMMANDS = DEVICE_KINDS.map((kind): Command & { readonly id: AddId } => ({
  id: `add.${kind}`,
  group: 'add',
  run: () => addDevice(kind),
}));

const OWN_COMMANDS = [
  {
    id: 'edit.undo',
    group: 'edit',
    shortcuts: [{ key: 'z', mod: true, where: 'anywhere' }],
    run: () => useDocument.getState().undo(),
    isEnabled: () => useDocument.getState().past.length > 0,
  },
  {
    id: 'edit.redo',
    group: 'edit',
    shortcuts: [
      { key: 'z', mod: true, shift: true, where: 'anywhere' },
      { key: 'y', mod: true, where: 'anywhere' },
    ],
    run: () => useDocument.getState().redo(),
    isEnabled: () => useDocument.getState().future.length > 0,
  },
  {
    id: 'edit.remove',
    group: 'edit',
    shortcuts: [
      { key: 'Delete', where: 'canvas' },
      { key: 'Backspace', where: 'canvas' },
    ],
    run: removeSelection,
    isEnabled: hasSelection,
  },
  {
    id: 'edit.copy',
    group: 'edit',
    shortcuts: [{ key: 'c', mod: true, where: 'canvas' }],
    run: () => void withClipboard(({ copySelection }) => copySelection()),
    isEnabled: hasSelectedComponent,
  },
  {
    id: 'edit.cut',
    group: 'edit',
    shortcuts: [{ key: 'x', mod: true, where: 'canvas' }],
    run: () =>
      void withClipboard(({ copySelection }) => {
        void copySelection();
        removeSelection();
      }),
    isEnabled: hasSelectedComponent,
  },
  {
    id: 'edit.paste',
    group: 'edit',
    shortcuts: [{ key: 'v', mod: true, where: 'canvas' }],
    isNative: true,
    run: () => void withClipboard(({ pasteFromSystem }) => pasteFromSystem()),
  },
  {
    id: 'edit.duplicate',
    group: 'edit',
    shortcuts: [{ key: 'd', mod: true, where: 'canvas' }],
    run: () => void withClipboard(({ duplicateSelection }) => duplicateSelection()),
    isEnabled: hasSelectedComponent,
  },
  {
    id: 'edit.connect',
    group: 'edit',
    shortcuts: [{ key: 'c', where: 'canvas' }],
    run: () => useView.getState().set({ dialog: 'connect' }),
  },
  {
    id: 'edit.transfer',
    group: 'edit',
    run: () => useView.getState().set({ dialog: 'transfer' }),
  },
  {
    id: 'edit.title',
    group: 'edit',
    run: () => useView.getState().set({ dialog: 'title' }),
  },
  {
    id: 'edit.autoLayout',
    group: 'edit',
    run: () => void arrange().then(() => requestViewport({ kind: 'fit' })),
    isEnabled: () => useDocument.getState().scenario.components.length > 0,
  },
  {
    id: 'edit.resetLayout',
    group: 'edit',
    run: forgetPositions,
    isEnabled: () =>
      useDocument.getState().scenario.components.some((one) => one.position !== undefined),
  },
  {
    id: 'select.all',
    group: 'edit',
    shortcuts: [{ key: 'a', mod: true, where: 'canvas' }],
    run: () => {
      const { components } = useDocument.getState().scenario;
      useView.getState().select(components.map((one) => one.id));
    },
  },
  {
    id: 'select.none',
    group: 'edit',
    shortcuts: [{ key: 'Escape', where: 'canvas' }],
    run: () => {
      useDocument.getState().cancelGesture();
      useView.getState().select([]);
    },
  },
  {
    id: 'select.nextLink',
    group: 'view',
    shortcuts: [{ code: 'BracketRight', where: 'canvas' }],
    run: () => selectLink(1),
  },
  {
    id: 'select.previousLink',
    group: 'view',
    shortcuts: [{ code: 'BracketLeft', where: 'canvas' }],
    run: () => selectLink(-1),
  },
] as const satisfies readonly Command[];

export const EDIT_COMMANDS = [...OWN_COMMANDS, ...SELECT_COMMANDS, ...ADD_COMMANDS];
