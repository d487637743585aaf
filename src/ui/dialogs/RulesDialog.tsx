import { useEffect, useState } from 'react';
import { rulesSeenIn } from '../../core/advise/rule-examples.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { RULES, ruleOf } from '../../core/rules/catalogue.ts';
import type { RuleId } from '../../core/rules/catalogue.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { openExampleLink } from '../../store/example-link.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { conceptStrings as strings } from '../strings/concepts.ts';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const isRule = (id: string): id is RuleId => id in RULES;
const IDS = Object.keys(RULES).filter(isRule).toSorted();

type Preset = (typeof PRESETS)[number];
let looked: Promise<ReadonlyMap<Preset, ReadonlySet<RuleId>>> | null = null;

/** Which rules each example has at its hops; found once, one example in each task so that the window keeps answering. */
function rulesOfExamples(): Promise<ReadonlyMap<Preset, ReadonlySet<RuleId>>> {
  looked ??= (async () => {
    const seen = new Map<Preset, ReadonlySet<RuleId>>();
    for (const preset of PRESETS) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point.
      await new Promise((resolve) => setTimeout(resolve));
      seen.set(preset, rulesSeenIn(preset.scenario));
    }
    return seen;
  })();
  return looked;
}

/** The rule that decides at the hop that is explained. */
function ruleHere(): RuleId | null {
  const { flow, hop } = useView.getState();
  const info = flow === null ? undefined : useRun.getState().run?.flows[flow];
  return info === undefined || hop === null ? null : (hopsOf(info)[hop]?.rule ?? null);
}

/** A page for each rule of the catalogue: what it says, its source, and the examples in which it decides a hop. */
export function RulesDialog() {
  const asked = useView((state) => state.rule);
  const [shown, setShown] = useState<RuleId>(() => asked ?? ruleHere() ?? 'ACS-RR');
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const found = IDS.filter((id) => `${id} ${ruleOf(id).title}`.toLowerCase().includes(wanted));
  return (
    <Dialog
      title={strings.title}
      onClose={closeDialog}
      size="h-[560px] max-h-[86vh] w-[760px] max-w-[94vw]"
    >
      <div className="flex h-full min-h-0 max-[640px]:flex-col">
        <div className="flex w-72 flex-none flex-col border-r border-line max-[640px]:h-2/5 max-[640px]:w-auto max-[640px]:border-r-0 max-[640px]:border-b">
          <input
            type="search"
            aria-label={strings.find}
            placeholder={strings.find}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className="m-3 h-7 rounded-control border border-line-strong bg-raised px-2"
          />
          <nav aria-label={strings.list} className="min-h-0 flex-1 overflow-y-auto px-1 pb-2">
            {found.length === 0 && <p className="px-2 text-ink-2">{strings.none}</p>}
            {found.map((id) => (
              <button
                key={id}
                type="button"
                aria-current={id === shown ? 'page' : undefined}
                className={`block min-h-8 w-full rounded-control px-2 text-left -outline-offset-2 hover:bg-hover ${id === shown ? 'bg-hover font-strong' : ''}`}
                onClick={() => setShown(id)}
              >
                <code className="font-mono text-s break-all">{id}</code>
              </button>
            ))}
          </nav>
        </div>
        <RulePage id={shown} />
      </div>
    </Dialog>
  );
}

function RulePage({ id }: { readonly id: RuleId }) {
  const { title, explanation, cites, confidence } = ruleOf(id);
  const [seen, setSeen] = useState<ReadonlyMap<Preset, ReadonlySet<RuleId>> | null>(null);
  useEffect(() => {
    void rulesOfExamples().then(setSeen);
  }, []);
  const examples = PRESETS.filter((preset) => seen?.get(preset)?.has(id));
  return (
    <article className="min-h-0 min-w-0 flex-1 overflow-y-auto p-4" data-testid="rule-page">
      <code className="font-mono text-s text-ink-2">{id}</code>
      <h3 className="mb-2 text-l font-strong">{title}</h3>
      <p className="mb-4 max-w-prose text-m">{explanation}</p>
      <h4 className="text-s text-ink-2">{strings.source}</h4>
      <p className="mb-4">
        {cites} <ConfidenceTag confidence={confidence} />
      </p>
      <h4 className="text-s text-ink-2">{strings.seen}</h4>
      {examples.length === 0 && <p>{seen === null ? strings.looking : strings.unseen}</p>}
      <ul className="list-none p-0">
        {examples.map((preset) => (
          <li key={preset.id}>
            <button
              type="button"
              className="min-h-8 text-left text-here underline underline-offset-2"
              onClick={() => {
                closeDialog();
                void openExampleLink(`#example=${preset.id}&rule=${id}`);
              }}
            >
              {preset.title}
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}
