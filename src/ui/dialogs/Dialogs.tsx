import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { useView } from '../../store/view.ts';
import type { DialogName } from '../../store/view.ts';
import { Palette } from '../palette/Palette.tsx';

/** Every overlay; all but the palette are loaded when first opened. */
const DIALOGS: Readonly<Record<DialogName, ComponentType>> = {
  // Not lazy: what is typed right after Ctrl+K must not get lost.
  palette: Palette,
  import: lazy(async () => ({
    default: (await import('../import/ImportDialog.tsx')).ImportDialog,
  })),
  gallery: lazy(async () => ({
    default: (await import('../gallery/GalleryDialog.tsx')).GalleryDialog,
  })),
  shortcuts: lazy(async () => ({
    default: (await import('./ShortcutsDialog.tsx')).ShortcutsDialog,
  })),
  rules: lazy(async () => ({ default: (await import('./RulesDialog.tsx')).RulesDialog })),
  share: lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog })),
  export: lazy(async () => ({
    default: (await import('../export/ExportDialog.tsx')).ExportDialog,
  })),
  recent: lazy(async () => ({ default: (await import('./RecentDialog.tsx')).RecentDialog })),
  versions: lazy(async () => ({ default: (await import('./VersionsDialog.tsx')).VersionsDialog })),
  connect: lazy(async () => ({ default: (await import('./ConnectDialog.tsx')).ConnectDialog })),
  transfer: lazy(async () => ({ default: (await import('./TransferDialog.tsx')).TransferDialog })),
  bookmarks: lazy(async () => ({
    default: (await import('./BookmarksDialog.tsx')).BookmarksDialog,
  })),
  breakpoints: lazy(async () => ({
    default: (await import('./BreakpointsDialog.tsx')).BreakpointsDialog,
  })),
  lesson: lazy(async () => ({
    default: (await import('../lessons/BuilderDialog.tsx')).BuilderDialog,
  })),
  title: lazy(async () => ({ default: (await import('./TitleDialog.tsx')).TitleDialog })),
};

/** The overlay that is open, if any. */
export function Dialogs() {
  const name = useView((state) => state.dialog);
  if (name === null) return null;
  const Content = DIALOGS[name];
  return (
    <Suspense fallback={null}>
      <Content />
    </Suspense>
  );
}
