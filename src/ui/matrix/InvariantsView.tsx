import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { hex, hexGrouped, readAddress } from '../../core/base/address.ts';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { PairState } from '../../core/advise/invariants.ts';
import { seenByGuest } from '../../core/scenario/edit-actors.ts';
import type { Actor } from '../../core/scenario/schema-actors.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { editActors } from '../../store/software.ts';
import { useView } from '../../store/view.ts';
import { invariantStrings as words } from '../strings/invariants.ts';
import { Button } from '../widgets/Button.tsx';
import { guestTables } from './guest-table.ts';
import type { GuestRow, GuestTable } from './guest-table.ts';

const NOBODY: readonly Actor[] = [];

/** Widths: requester, BAR, GPA, IPA, bus address, decoded range, invariant; what is left is where the write ends. */
const COLUMNS = ['w-34', 'w-32', 'w-45', 'w-38', 'w-38', 'w-72', 'w-26', ''] as const;

/**
 * Outside confidential computing: for every BAR that a device of a VM reaches, whether guest address, IPA and bus
 * address are the same, and whose memory a write ends in.
 */
export function InvariantsView() {
  const machine = useRun((state) => state.machine);
  const actors = useDocument((state) => state.scenario.actors) ?? NOBODY;
  const tables = useMemo(
    () => (machine === null ? [] : guestTables(machine, actors)),
    [machine, actors],
  );
  if (tables.length === 0) {
    return (
      <div className="flex flex-1 flex-col items-center justify-center gap-1 p-6 text-center">
        <p className="m-0 font-strong">{words.emptyTitle}</p>
        <p className="m-0 max-w-160 text-ink-2">{words.emptyHint}</p>
        <p className="m-0 mt-2 flex gap-2">
          <Button look="outline" onClick={() => runCommand('software.addVm')}>
            {words.addVm}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      {tables.map((table) => (
        <Guest key={table.actor.id} table={table} actors={actors} />
      ))}
    </div>
  );
}

interface GuestProps {
  readonly table: GuestTable;
  readonly actors: readonly Actor[];
}

function Guest({ table, actors }: GuestProps) {
  const { actor, rows, others } = table;
  const [problem, setProblem] = useState<string | null>(null);
  const setGpa = ({ pair: { fn, bar } }: GuestRow, text: string): void => {
    const gpa = text.trim() === '' ? null : readAddress(text);
    const isWrong = gpa === null && text.trim() !== '';
    setProblem(isWrong ? words.notAddress(text) : null);
    if (isWrong) return;
    const seen = { actor: actor.id, function: fn.id, bar: bar.index };
    editActors(seenByGuest(actors, seen, gpa), 'guestAddress');
  };
  return (
    <section aria-label={words.label(actor.name)} className="border-b border-line">
      {rows.length === 0 ? (
        <p className="m-0 px-3 py-2 text-s text-ink-2">{words.noPairs(actor.name)}</p>
      ) : (
        <table
          className="w-full min-w-290 table-fixed border-collapse text-left text-s"
          aria-label={words.label(actor.name)}
        >
          {/* The tables of all guests stand in the same columns. */}
          <colgroup>
            {COLUMNS.map((width, column) => (
              <col key={column} className={width} />
            ))}
          </colgroup>
          <thead className="sticky top-0 z-10 bg-panel text-ink-3">
            <tr>
              <th scope="col" className="px-3 py-1 font-strong whitespace-nowrap text-ink">
                {actor.name}
              </th>
              {[
                words.pair,
                words.gpa,
                words.ipa,
                words.onWire,
                words.decoded,
                words.state,
                words.lands,
              ].map((name) => (
                <th key={name} scope="col" className="px-3 py-1 font-body whitespace-nowrap">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PairRow
                key={`${row.pair.requester.id} ${row.pair.fn.id} ${row.pair.bar.index}`}
                row={row}
                guest={actor.name}
                onGpa={(text) => setGpa(row, text)}
              />
            ))}
          </tbody>
        </table>
      )}
      {problem !== null && (
        <p role="alert" className="m-0 px-3 py-1 text-s text-stop">
          {problem}
        </p>
      )}
      <ul className="m-0 list-none p-0 text-s">
        {others.map(({ invariant, message, ranges }) => (
          <li key={message} className="flex items-start gap-2 border-t border-line px-3 py-1.5">
            <TriangleAlert
              size={14}
              strokeWidth={1.75}
              aria-hidden
              className="mt-0.5 flex-none text-detour"
            />
            <span className="min-w-0">
              <span className="font-strong">{words.other(invariant)}</span>{' '}
              <span className="text-ink-2">{message}</span>
              {ranges.map(({ base, limit }) => (
                <code key={`${base} ${limit}`} className="block font-mono">
                  {words.range(hexGrouped(base), hexGrouped(limit))}
                </code>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const TONES: Readonly<Record<PairState, string>> = {
  holds: 'text-ok',
  I1: 'text-stop',
  I3: 'text-stop',
  translated: 'text-ink-2',
  unstated: 'text-ink-3',
};

interface PairProps {
  readonly row: GuestRow;
  readonly guest: string;
  readonly onGpa: (text: string) => void;
}

function PairRow({ row, guest, onGpa }: PairProps) {
  const { pair, state, end, isBad } = row;
  const { requester, fn, bar, seen, window, isOwn } = pair;
  const ask = (): void => {
    const address = hex(seen?.onWire ?? window.base);
    const rest = { op: 'MWr', at: 'untranslated', t: 0 } as const;
    const query = { fromId: requester.id, toId: fn.id, address, ...rest };
    useView.getState().set({ rightTab: 'query', query });
  };
  return (
    <tr className="border-t border-line align-baseline hover:bg-hover">
      <th scope="row" className="px-3 py-1 font-body whitespace-nowrap">
        {requester.name} <code className="text-ink-2">{formatBusDevFn(requester.bdf)}</code>
      </th>
      <td className="px-3 py-1 whitespace-nowrap">
        <button
          type="button"
          aria-label={words.ask(requester.name, words.to(fn.name, bar.index))}
          className="underline decoration-line-strong underline-offset-2"
          onClick={ask}
        >
          {words.to(fn.name, bar.index)}
        </button>
      </td>
      <td className="px-3 py-1">
        {isOwn ? (
          <Gpa
            label={words.gpaOf(fn.name, bar.index, guest)}
            value={seen === null ? '' : hexGrouped(seen.gpa)}
            onCommit={onGpa}
          />
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <Address value={seen?.ipa ?? null} isOff={seen !== null && seen.ipa !== seen.gpa} />
      <Address
        value={seen?.onWire ?? null}
        isOff={state === 'I1' && seen?.onWire !== window.base}
      />
      <td className="px-3 py-1 whitespace-nowrap">
        <code className="font-mono">
          {words.range(hexGrouped(window.base), hexGrouped(window.limit))}
        </code>
      </td>
      <td className="px-3 py-1 whitespace-nowrap">
        <span className={`font-strong ${TONES[state]}`} data-tip={words.states[state].meaning}>
          {words.states[state].word}
        </span>
      </td>
      <td className={`px-3 py-1 ${isBad ? 'font-strong text-stop' : ''}`}>{end}</td>
    </tr>
  );
}

interface AddressProps {
  readonly value: bigint | null;
  /** It differs from what it must equal. */
  readonly isOff: boolean;
}

function Address({ value, isOff }: AddressProps) {
  return (
    <td className="px-3 py-1 whitespace-nowrap">
      {value === null ? (
        <span className="text-ink-3">–</span>
      ) : (
        <code className={`font-mono ${isOff ? 'font-strong text-stop underline' : ''}`}>
          {hexGrouped(value)}
        </code>
      )}
    </td>
  );
}

interface GpaProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (text: string) => void;
}

/** The one address that a person tries values of; Escape takes back what was typed. */
function Gpa({ label, value, onCommit }: GpaProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null && draft !== value) onCommit(draft);
    setDraft(null);
  };
  return (
    <input
      aria-label={label}
      value={draft ?? value}
      placeholder={words.unstated}
      spellCheck={false}
      autoComplete="off"
      className="h-7 w-36 rounded-control border border-line-strong bg-raised px-2 font-mono placeholder:font-body placeholder:text-ink-3"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
