import { TriangleAlert } from 'lucide-react';
import type { MachineFunction } from '../../core/machine/types.ts';
import { useView } from '../../store/view.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { matrixStrings } from '../strings/matrix.ts';
import { cellFacts, cellText, deliveredText, toldFacts, verdictNote } from './matrix-text.ts';
import type { KnownPair, MatrixMode, PairAnswer } from './matrix-text.ts';

interface Props {
  readonly from: MachineFunction;
  readonly to: MachineFunction;
  readonly answer: PairAnswer;
  readonly mode: MatrixMode;
  /** What the pinned baseline said, where it said something else. */
  readonly was: string | null;
  /** A pair on which everybody agrees is left blank. */
  readonly isFiltered: boolean;
}

function isStopped({ comparison }: KnownPair, mode: MatrixMode): boolean {
  if (mode === 'mapType') return comparison.decision.mapType === 'NOT_SUPPORTED';
  if (mode === 'told') {
    const { write } = comparison.mapped;
    return write !== null && write !== 'delivered' && write !== 'unmodelled';
  }
  if (mode !== 'verdict' || comparison.write === null) return false;
  return !['delivered', 'unmodelled'].includes(comparison.write.outcome);
}

/** One pair; pressing it asks for its path. Only cells where nothing arrives are tinted. */
export function MatrixCell({ from, to, answer, mode, was, isFiltered }: Props) {
  const isHere = useView((state) => state.query?.fromId === from.id && state.query.toId === to.id);
  if (answer === null) {
    return (
      <td className="border border-line bg-sunken px-3 text-center text-ink-3" aria-label="–">
        –
      </td>
    );
  }
  const { write, disagreements } = answer.comparison;
  if (isFiltered && disagreements.length === 0) {
    return (
      <td className="border border-line px-3 text-center text-ink-3">{matrixStrings.agrees}</td>
    );
  }
  const told = disagreements.map((one) => matrixStrings.disagreements[one]);
  const notes = was === null ? told : [...told, matrixStrings.was(was)];
  const facts = [cellFacts(answer, mode), ...notes].join('. ');
  const ask = (): void => {
    const rest = { address: null, op: 'MWr', at: 'untranslated', t: 0 } as const;
    useView.getState().set({ rightTab: 'query', query: { fromId: from.id, toId: to.id, ...rest } });
  };
  return (
    <td
      className={`relative border border-line p-0 ${isStopped(answer, mode) ? 'bg-stop-soft' : ''}`}
    >
      <button
        type="button"
        aria-label={matrixStrings.ask(from.name, to.name, facts)}
        data-tip={notes.length === 0 ? undefined : notes.join(' ')}
        className={`block min-h-12 w-full py-1 pr-7 pl-3 text-left whitespace-nowrap ${isHere ? 'bg-here-soft outline-2 -outline-offset-2 outline-here' : ''}`}
        onClick={ask}
      >
        {mode === 'told' ? (
          <>
            <code className="block text-ink-2">{toldFacts(answer).join(' · ')}</code>
            <span className={isStopped(answer, mode) ? 'font-strong text-stop' : 'font-strong'}>
              {deliveredText(answer)}
            </span>
            {told.map((line) => (
              <span key={line} className="block max-w-64 whitespace-normal text-detour">
                {line}
              </span>
            ))}
          </>
        ) : mode === 'verdict' && write !== null ? (
          <>
            <VerdictWord verdict={write.verdict} />
            <code className="block text-ink-2">{verdictNote(answer)}</code>
          </>
        ) : (
          <code className="font-strong">{cellText(answer, mode)}</code>
        )}
      </button>
      {was !== null && (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1.5 right-1.5 size-2 rounded-[2px] bg-here"
        />
      )}
      {told.length > 0 && (
        <TriangleAlert
          size={14}
          strokeWidth={1.75}
          aria-hidden
          className="pointer-events-none absolute right-1.5 bottom-1.5 text-detour"
        />
      )}
    </td>
  );
}
