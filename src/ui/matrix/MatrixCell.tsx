import type { MachineFunction } from '../../core/machine/types.ts';
import { useView } from '../../store/view.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { panelStrings } from '../strings/panels.ts';
import { cellText } from './matrix-text.ts';
import type { MatrixMode, PairAnswer } from './matrix-text.ts';

interface Props {
  readonly from: MachineFunction;
  readonly to: MachineFunction;
  readonly answer: PairAnswer;
  readonly mode: MatrixMode;
}

/** One pair; pressing it asks for its path. Only cells where nothing arrives are tinted. */
export function MatrixCell({ from, to, answer, mode }: Props) {
  const isHere = useView((state) => state.query?.fromId === from.id && state.query.toId === to.id);
  if (answer === null) {
    return (
      <td className="border border-line bg-sunken px-3 text-center text-ink-3" aria-label="–">
        –
      </td>
    );
  }
  const isStop =
    answer.route !== null && !['delivered', 'unmodelled'].includes(answer.route.outcome);
  const isRefused = mode === 'mapType' && answer.linux?.mapType === 'NOT_SUPPORTED';
  const tint = (mode === 'verdict' && isStop) || isRefused ? 'bg-stop-soft' : '';
  return (
    <td className={`border border-line p-0 ${tint}`}>
      <button
        type="button"
        aria-label={panelStrings.matrix.ask(from.name, to.name, cellText(answer, mode))}
        className={`block min-h-12 w-full px-3 py-1 text-left ${isHere ? 'outline-2 -outline-offset-2 outline-here' : ''}`}
        onClick={() =>
          useView.getState().set({
            rightTab: 'query',
            query: {
              fromId: from.id,
              toId: to.id,
              address: null,
              op: 'MWr',
              at: 'untranslated',
              t: 0,
            },
          })
        }
      >
        {mode === 'verdict' && answer.route ? (
          <>
            <VerdictWord verdict={answer.route.verdict} />
            <code className="block text-ink-2">
              {panelStrings.matrix.hops(answer.route.request.length)}
            </code>
          </>
        ) : (
          <code className="font-strong">{cellText(answer, mode)}</code>
        )}
      </button>
    </td>
  );
}
