import { EllipsisVertical, Menu as MenuIcon, Redo2, Share2, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { IconButton } from '../widgets/Button.tsx';
import { Menu } from '../widgets/Menu.tsx';
import { Banners } from './Banners.tsx';
import { CommandButton } from './CommandButton.tsx';
import { LessonStrip } from './LessonStrip.tsx';
import { DeviceDrawer } from './DeviceDrawer.tsx';
import { PhoneTransport } from './PhoneTransport.tsx';
import { Sheet } from './Sheet.tsx';
import { useDocumentMenu } from './document-menu.tsx';

const ICON = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The window below 1024 px: view and play first, panels in a sheet, the outline in a drawer. */
export function PhoneShell({ canvas }: { readonly canvas: ReactNode }) {
  const isDrawerOpen = useView((state) => state.isDrawerOpen);
  const setDrawerOpen = (isOpen: boolean): void => useView.getState().set({ isDrawerOpen: isOpen });
  const title = useDocument((state) => state.scenario.title);
  const items = useDocumentMenu();
  return (
    <div className="flex h-full flex-col text-m">
      <header
        aria-label={strings.regions.toolbar}
        data-region="toolbar"
        className="flex h-12 shrink-0 items-center border-b border-line bg-panel px-0.5"
      >
        <IconButton
          label={isDrawerOpen ? strings.shell.close : strings.regions.left}
          aria-expanded={isDrawerOpen}
          onClick={() => setDrawerOpen(!isDrawerOpen)}
          className="size-11"
        >
          {isDrawerOpen ? <X {...ICON} /> : <MenuIcon {...ICON} />}
        </IconButton>
        <h1 className="min-w-0 grow truncate text-l font-strong">
          {title === '' ? strings.shell.untitled : title}
        </h1>
        <CommandButton id="edit.undo" icon={<Undo2 {...ICON} />} className="size-11" />
        <CommandButton id="edit.redo" icon={<Redo2 {...ICON} />} className="size-11" />
        <CommandButton id="document.share" icon={<Share2 {...ICON} />} className="size-11" />
        <Menu
          label={strings.shell.documentMenu}
          items={items}
          isIcon
          className="size-11 justify-center"
          testId="document-menu"
        >
          <EllipsisVertical {...ICON} />
        </Menu>
      </header>
      <Banners />
      {isDrawerOpen ? null : <LessonStrip />}
      <div className="relative flex min-h-0 grow">
        {isDrawerOpen ? <DeviceDrawer onClose={() => setDrawerOpen(false)} /> : null}
        <main
          aria-label={strings.regions.canvas}
          data-region="canvas"
          className="relative min-w-0 grow overflow-hidden bg-canvas"
        >
          {canvas}
        </main>
      </div>
      <PhoneTransport />
      <Sheet />
    </div>
  );
}
