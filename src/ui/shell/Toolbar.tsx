import {
  ChevronDown,
  LayoutGrid,
  Pin,
  Plus,
  Redo2,
  Search,
  Share2,
  Undo2,
  Presentation,
} from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/en.ts';
import { strings as presentStrings } from '../strings/present.ts';
import { useShortcutLabel } from '../use-command.ts';
import { Menu } from '../widgets/Menu.tsx';
import { CommandButton } from './CommandButton.tsx';
import { Logo } from './Logo.tsx';
import { useDocumentMenu } from './document-menu.tsx';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

function Divider() {
  return <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line" />;
}

/** Document, undo, what can be added and opened, search, share. */
export function Toolbar() {
  const title = useDocument((state) => state.scenario.title);
  const isPinned = useView((state) => state.baseline !== null);
  const items = useDocumentMenu();
  return (
    <header
      aria-label={strings.regions.toolbar}
      data-region="toolbar"
      className="flex h-(--toolbar-h) shrink-0 items-center gap-1 border-b border-line bg-panel pr-2 pl-3"
    >
      <Logo />
      <Menu
        label={strings.shell.documentMenu}
        items={items}
        className="ml-1 min-w-0"
        testId="document-menu"
      >
        <h1 className="max-w-72 truncate text-m font-strong text-ink">
          {title === '' ? strings.shell.untitled : title}
        </h1>
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
      </Menu>
      <Divider />
      <CommandButton id="edit.undo" icon={<Undo2 {...ICON} />} />
      <CommandButton id="edit.redo" icon={<Redo2 {...ICON} />} />
      <Divider />
      <CommandButton id="view.devices" text={strings.shell.device} icon={<Plus {...ICON} />} />
      <CommandButton
        id="document.examples"
        text={strings.shell.examples}
        icon={<LayoutGrid {...ICON} />}
      />
      <CommandButton
        id="view.pinBaseline"
        text={isPinned ? strings.shell.unpinBaseline : strings.shell.pinBaseline}
        isPressed={isPinned}
        icon={<Pin {...ICON} />}
      />
      <CommandButton
        id="present.start"
        text={presentStrings.present}
        icon={<Presentation {...ICON} />}
      />
      <span className="grow" />
      <SearchButton />
      <Divider />
      <CommandButton
        id="document.share"
        look="solid"
        text={strings.shell.share}
        icon={<Share2 {...ICON} />}
      />
    </header>
  );
}

function SearchButton() {
  const keys = useShortcutLabel('view.palette');
  return (
    <button
      type="button"
      onClick={() => runCommand('view.palette')}
      className="inline-flex h-7 shrink-0 items-center gap-2 rounded-control border border-line-strong bg-raised px-2 text-ink-2 hover:bg-hover"
    >
      <Search {...ICON} />
      {strings.shell.searchOrRun}
      <kbd className="text-ink-3">{keys}</kbd>
    </button>
  );
}
