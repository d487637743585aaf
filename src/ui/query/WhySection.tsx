import { useState } from 'react';
import { GOALS } from '../../core/advise/changes.ts';
import { formatRate } from '../../core/base/units.ts';
import type { Goal } from '../../core/advise/changes.ts';
import type { Fix } from '../../core/advise/why.ts';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import type { PathQuestion } from '../../store/view.ts';
import { Choice } from '../inspect/fields.tsx';
import { Section } from '../inspect/Section.tsx';
import { panelStrings } from '../strings/panels.ts';
import { Button } from '../widgets/Button.tsx';
import { useWhy } from './use-why.ts';

interface Props {
  readonly question: PathQuestion;
}

const words = panelStrings.why;
const CHOICES = GOALS.map((value) => ({ value, text: words.goals[value] }));
/** More answers than this are not better answers. */
const SHOWN_FIXES = 3;

/** "Why not?": the fewest changes that reach a goal, each proven by running it, with its price. */
export function WhySection({ question }: Props) {
  const scenario = useDocument((state) => state.scenario);
  const [goal, setGoal] = useState<Goal>('direct');
  const [isAsked, setAsked] = useState(false);
  const { fromId, toId, op, at, t } = question;
  const manner = { op: op === 'FetchAdd' ? 'MRd' : op, at, t } as const;
  const search = useWhy(scenario, isAsked && toId !== null ? { fromId, toId, goal, manner } : null);
  return (
    <Section title={words.title}>
      <Choice label={words.want} value={goal} options={CHOICES} onChange={setGoal} />
      {search === null ? (
        <Button look="outline" onClick={() => setAsked(true)}>
          {words.ask}
        </Button>
      ) : (
        <div aria-live="polite">
          {search.problem !== null && <p className="m-0 text-stop">{search.problem}</p>}
          {search.answer === null && search.problem === null && (
            <p className="m-0 flex items-center gap-2 text-ink-2">
              {words.searching(Math.round(search.share * 100))}
              <Button onClick={() => setAsked(false)}>{words.cancel}</Button>
            </p>
          )}
          {search.answer?.isReached === true && <p className="m-0 text-ok">{words.reached}</p>}
          {search.answer?.isReached === false && search.answer.fixes.length === 0 && (
            <p className="m-0 text-ink-2">{words.none(search.answer.examined)}</p>
          )}
          {search.answer?.fixes.slice(0, SHOWN_FIXES).map((fix) => (
            <FixCard
              key={fix.changes.map(({ id }) => id).join(' ')}
              fix={fix}
              before={search.answer?.before.timing.bytesPerSecond ?? null}
            />
          ))}
        </div>
      )}
    </Section>
  );
}

interface FixProps {
  readonly fix: Fix;
  /** Steady bandwidth as things are, bytes per second; null: nothing arrives. */
  readonly before: number | null;
}

const PS_PER_SECOND = 1e12;

const rateText = (bytesPerSecond: number | null): string =>
  bytesPerSecond === null ? words.noRate : formatRate(bytesPerSecond, PS_PER_SECOND);

function FixCard({ fix, before }: FixProps) {
  const { changes, cost, instructions, after } = fix;
  const lines = [...instructions.setpci, ...instructions.parameters];
  const merged = cost.groupsMerged.map(({ after: groups }) =>
    words.merges(groups.map((group) => group.join(' ')).join(', ')),
  );
  const lost = cost.checksLost.map(({ name, bit, meaning }) => words.loses(name, bit, meaning));
  const price = [...merged, ...lost, ...instructions.caveats];
  return (
    <div className="mt-2 rounded-card border border-line-strong bg-raised p-2.5">
      <p className="m-0 font-strong">{changes.map(({ title }) => title).join('; ')}</p>
      <p className="m-0 text-ink-2">
        {words.after(after.decision.mapType)}{' '}
        {words.rate(rateText(before), rateText(after.timing.bytesPerSecond))}
      </p>
      {price.length === 0 ? (
        <p className="m-0 text-ok">{words.free}</p>
      ) : (
        <ul className="m-0 mt-1 list-disc pl-4 text-detour">
          {price.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {lines.length > 0 && (
        <pre className="m-0 mt-1 overflow-x-auto rounded-chip bg-sunken p-1.5">
          {lines.join('\n')}
        </pre>
      )}
      <div className="mt-2 flex gap-2">
        <Button
          look="solid"
          onClick={() => {
            useDocument.getState().edit(fix.edit, words.apply);
            useView.getState().set({ rightTab: 'query' });
          }}
        >
          {words.apply}
        </Button>
        {lines.length > 0 && (
          <Button
            look="outline"
            onClick={() => void navigator.clipboard.writeText(`${lines.join('\n')}\n`)}
          >
            {words.copy}
          </Button>
        )}
      </div>
    </div>
  );
}
