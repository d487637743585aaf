import type { ShownFunction } from '../../formats/show.ts';
import { DeviceIcon } from '../widgets/DeviceIcon.tsx';
import { strings } from '../strings/en.ts';
import { kindWords } from '../strings/kinds.ts';

/** So many functions are listed; a large server has hundreds. */
const SHOWN = 60;

/** Every function after the bridge that it is below, with its depth. */
function inTreeOrder(functions: readonly ShownFunction[]) {
  const byParent = new Map<string | null, ShownFunction[]>();
  const known = new Set(functions.map((one) => one.bdf));
  for (const one of functions) {
    const parent = one.parent !== null && known.has(one.parent) ? one.parent : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), one]);
  }
  const rows: { readonly fn: ShownFunction; readonly depth: number }[] = [];
  const visit = (parent: string | null, depth: number): void => {
    for (const fn of byParent.get(parent) ?? []) {
      rows.push({ fn, depth });
      visit(fn.bdf, depth + 1);
    }
  };
  visit(null, 0);
  return rows;
}

/** The functions that were read, as the tree that they form. */
export function PreviewTree({ functions }: { readonly functions: readonly ShownFunction[] }) {
  const rows = inTreeOrder(functions);
  return (
    <ul className="my-2">
      {rows.slice(0, SHOWN).map(({ fn, depth }) => (
        <li
          key={fn.bdf}
          className="flex h-7 items-center gap-2"
          style={{ paddingLeft: `${Math.min(depth, 8) * 14}px` }}
        >
          <DeviceIcon kind={fn.kind} classCode={fn.class} />
          <span className="truncate">{kindWords(fn.kind, fn.class)}</span>
          <span className="ml-auto font-mono text-ink-3">{fn.bdf.replace(/^0000:/, '')}</span>
        </li>
      ))}
      {rows.length > SHOWN ? (
        <li className="text-ink-3">{strings.import.more(rows.length - SHOWN)}</li>
      ) : null}
    </ul>
  );
}
