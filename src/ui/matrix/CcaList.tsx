import { Play } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { ruleOf } from '../../core/rules/catalogue.ts';
import type { CcaRow } from '../../core/cca/row.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { matrixStrings } from '../strings/matrix.ts';
import { IconButton } from '../widgets/Button.tsx';
import { BasisTag } from './BasisTag.tsx';
import { LISTED_ROWS, searchText } from './cca-rows.ts';
import type { ListedAnswer, ListedRow } from './cca-rows.ts';

const words = matrixStrings.cca;
/** Rows that are run before the page gets its turn again. */
const BATCH = 6;

/** The answers so far; the rest follows in small portions, so that nothing waits for all of them. */
function useAnswers(): ReadonlyMap<string, ListedAnswer | null> {
  const [answers, setAnswers] = useState<ReadonlyMap<string, ListedAnswer | null>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const go = (from: number): void => {
      const batch = LISTED_ROWS.slice(from, from + BATCH).map(
        (row): [string, ListedAnswer | null] => [row.id, row.run()],
      );
      setAnswers((before) => new Map([...before, ...batch]));
      const next = from + BATCH;
      timer = next < LISTED_ROWS.length ? setTimeout(() => go(next), 0) : null;
    };
    timer = setTimeout(() => go(0), 0);
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return answers;
}

interface Props {
  /** Sets the form to a row's columns. */
  readonly onTry: (row: CcaRow) => void;
  readonly onShow: (scenario: Scenario) => void;
}

/** All rows of the matrix with what becomes of them, filtered by any word of them. */
export function CcaList({ onTry, onShow }: Props) {
  const answers = useAnswers();
  const [text, setText] = useState('');
  const wanted = useMemo(() => text.toLowerCase().split(/\s+/).filter(Boolean), [text]);
  const shown = LISTED_ROWS.filter((row) => {
    if (wanted.length === 0) return true;
    const searched = searchText(row, answers.get(row.id) ?? null);
    return wanted.every((word) => searched.includes(word));
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1">
        <input
          type="search"
          aria-label={words.filter}
          placeholder={words.filterExample}
          value={text}
          className="h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2 text-s"
          onChange={(event) => setText(event.target.value)}
        />
        <span role="status" className="text-s text-ink-2 tabular-nums">
          {words.count(shown.length, LISTED_ROWS.length)}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <table className="w-full border-collapse text-left text-s" aria-label={words.list}>
          <thead className="sticky top-0 bg-panel text-ink-3">
            <tr>
              {[words.row, words.condition, words.outcome, words.decidedBy, words.basis].map(
                (name) => (
                  <th key={name} scope="col" className="px-3 py-1 font-body">
                    {name}
                  </th>
                ),
              )}
              <th scope="col">
                <span className="sr-only">{words.show}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row
                key={row.id}
                row={row}
                answer={answers.get(row.id) ?? null}
                onTry={onTry}
                onShow={onShow}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface RowProps extends Props {
  readonly row: ListedRow;
  readonly answer: ListedAnswer | null;
}

function Row({ row, answer, onTry, onShow }: RowProps) {
  const { id, condition, row: columns, scenario } = row;
  const isGood = answer !== null && /^(?:DELIVERED|MAP_OK$|ATS_OK|ACCEPTED)/.test(answer.outcome);
  return (
    <tr className="border-t border-line align-baseline hover:bg-hover">
      <th scope="row" className="px-3 py-1 font-body whitespace-nowrap">
        {columns === null ? (
          <code className="font-mono">{id}</code>
        ) : (
          <button
            type="button"
            className="font-mono underline decoration-line-strong underline-offset-2"
            aria-label={words.tryRow(id)}
            onClick={() => onTry(columns)}
          >
            {id}
          </button>
        )}
      </th>
      <td className="px-3 py-1">{condition}</td>
      {answer === null ? (
        <td colSpan={3} className="px-3 py-1 text-ink-3">
          {words.running}
        </td>
      ) : (
        <>
          <td className="px-3 py-1">
            <span className={`font-strong ${isGood ? 'text-ok' : 'text-stop'}`}>
              {words.outcomes[answer.outcome]}
            </span>
            {answer.event !== null && (
              <code className="block font-mono text-ink-2">{answer.event}</code>
            )}
          </td>
          <td className="px-3 py-1">
            {answer.rule === null ? (
              ''
            ) : (
              <code className="font-mono" data-tip={ruleOf(answer.rule).title}>
                {answer.rule}
              </code>
            )}
          </td>
          <td className="px-3 py-1">
            <BasisTag basis={answer.basis} />
          </td>
        </>
      )}
      <td className="px-1 text-right">
        {scenario !== null && (
          <IconButton label={words.showRow(id)} onClick={() => onShow(scenario())}>
            <Play size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </td>
    </tr>
  );
}
