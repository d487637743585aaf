import type { KeyboardEvent, ReactNode } from 'react';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

interface TabListProps<Id extends string> {
  /** Prefix of the ids that tie a tab to its panel. */
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly current: Id;
  readonly onSelect: (id: Id) => void;
  /** Stands at the end of the row. */
  readonly end?: ReactNode;
  readonly tall?: boolean;
}

/** Where an arrow, Home or End leads in a row of `count` things; null for any other key. */
export function rovingIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (index + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** A row wider than its place scrolls to the tab that is current. */
function intoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
}

/** A row of tabs: one tab stop, arrows move, the underline in the "here" colour says which. */
export function TabList<Id extends string>(props: TabListProps<Id>) {
  const { name, label, tabs, current, onSelect, end, tall = false } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const from = tabs.findIndex((tab) => tab.id === current);
    const next = rovingIndex(event.key, from, tabs.length);
    const tab = next === null ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.id);
    document.getElementById(`${name}-tab-${tab.id}`)?.focus();
  };
  return (
    <div className="flex shrink-0 items-stretch border-b border-line bg-panel pr-1">
      <div
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className={`flex min-w-0 grow items-stretch overflow-x-auto px-1 ${tall ? 'h-11' : 'h-9'}`}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${name}-tab-${tab.id}`}
            ref={tab.id === current ? intoView : null}
            type="button"
            role="tab"
            aria-selected={tab.id === current}
            aria-controls={`${name}-panel`}
            tabIndex={tab.id === current ? 0 : -1}
            onClick={() => onSelect(tab.id)}
            className="relative shrink-0 px-2 text-ink-2 -outline-offset-2 after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 hover:text-ink aria-selected:font-strong aria-selected:text-ink aria-selected:after:bg-here"
          >
            {tab.title}
          </button>
        ))}
      </div>
      {end === undefined ? null : <div className="flex items-center gap-0.5">{end}</div>}
    </div>
  );
}

interface TabPanelProps {
  readonly name: string;
  readonly current: string;
  readonly children: ReactNode;
}

/** The panel of the tab that is current. */
export function TabPanel({ name, current, children }: TabPanelProps) {
  return (
    <div
      id={`${name}-panel`}
      role="tabpanel"
      aria-labelledby={`${name}-tab-${current}`}
      className="flex min-h-0 min-w-0 grow flex-col overflow-hidden"
    >
      {children}
    </div>
  );
}
