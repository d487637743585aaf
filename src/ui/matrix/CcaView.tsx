import { useMemo, useState } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { answerRow } from '../../core/cca/answer-row.ts';
import type { RowAnswer } from '../../core/cca/answer-row.ts';
import { scenarioOfRow } from '../../core/cca/row-scenario.ts';
import { EXAMPLE_ADDRESSES } from '../../core/cca/row.ts';
import type { CcaRow } from '../../core/cca/row.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { showScene } from '../../store/show.ts';
import { matrixStrings } from '../strings/matrix.ts';
import { Button } from '../widgets/Button.tsx';
import { Fact } from '../widgets/Fact.tsx';
import { BasisTag } from './BasisTag.tsx';
import { CcaForm } from './CcaForm.tsx';
import { CcaList } from './CcaList.tsx';

const words = matrixStrings.cca;

export type CcaViewId = 'form' | 'list';

const FIRST_ROW: CcaRow = {
  importer: { t: 0, state: 'CONFIG_UNLOCKED', dmaEnabled: true, ats: false },
  exporter: { state: 'RUN', nonTee: false },
  placement: 'private',
  mirror: false,
  acs: 'forced',
  identity: true,
  p2pStream: false,
  addresses: EXAMPLE_ADDRESSES,
};

interface Props {
  readonly view: CcaViewId;
  readonly onView: (view: CcaViewId) => void;
}

/** One combination of the CCA matrix, set by hand: what becomes of a write and a read, and why. */
export function CcaView({ view, onView }: Props) {
  const [row, setRow] = useState(FIRST_ROW);
  const answer = useMemo(() => answerRow(row, translatorsOf), [row]);
  if (view === 'list') {
    return (
      <CcaList
        onTry={(next) => {
          setRow(next);
          onView('form');
        }}
        onShow={showScene}
      />
    );
  }
  return (
    <section
      aria-label={words.label}
      className="flex min-h-0 flex-1 max-[1023px]:flex-col max-[1023px]:overflow-y-auto"
    >
      <CcaForm row={row} onChange={setRow} />
      <div className="w-100 flex-none overflow-y-auto border-l border-line p-3 text-s max-[1023px]:w-full max-[1023px]:overflow-visible max-[1023px]:border-t max-[1023px]:border-l-0">
        <Button
          look="solid"
          className="float-right ml-2"
          onClick={() => showScene(scenarioOfRow(row))}
        >
          {words.show}
        </Button>
        {answer.ok ? (
          <Outcome answer={answer.value} />
        ) : (
          <p className="text-stop">{answer.error}</p>
        )}
      </div>
    </section>
  );
}

function eventText({ event, isGpf }: RowAnswer): string {
  if (event === null) return isGpf ? words.gpf : words.noEvent;
  const { name, number, queue, stage2 } = event;
  const at = stage2 === null ? '' : `, stage 2 ${stage2.class}, IPA ${hexGrouped(stage2.ipa)}`;
  return `${name} (0x${number.toString(16)}), ${queue} queue${at}`;
}

function Outcome({ answer }: { readonly answer: RowAnswer }) {
  const { emitted, outcome, translatedBy, completion, importerAfter, policy, grounds } = answer;
  const { title, explanation } = ruleOf(grounds.rule);
  const isGood = outcome === 'DELIVERED_T0' || outcome === 'DELIVERED_T1';
  return (
    <>
      <p className="m-0 mb-3 flex min-h-7 flex-wrap items-center gap-x-2" data-testid="cca-outcome">
        <strong className={`font-strong ${isGood ? 'text-ok' : 'text-stop'}`}>
          {words.outcomes[outcome]}
        </strong>
        <code className="text-ink-2">{outcome}</code>
        <BasisTag basis={grounds.basis} />
      </p>
      <dl className="m-0 grid grid-cols-[150px_1fr] gap-x-2 gap-y-1">
        <Fact name={words.emitted}>
          {emitted === null ? (
            words.nothing
          ) : (
            <>
              {words.spaces[emitted.space]} <code>{hexGrouped(emitted.address)}</code>
            </>
          )}
        </Fact>
        <Fact name={words.translatedBy}>
          {translatedBy === null ? words.nobody : words.tables[translatedBy]}
        </Fact>
        <Fact name={words.event}>{eventText(answer)}</Fact>
        <Fact name={words.completion}>
          {words.write} <code>{completion.write}</code>, {words.read} <code>{completion.read}</code>
        </Fact>
        <Fact name={words.importerAfter}>
          {words.write} <code>{importerAfter.write}</code>, {words.read}{' '}
          <code>{importerAfter.read}</code>
        </Fact>
        <Fact name={words.reason}>
          <code className="font-mono font-strong">{grounds.rule}</code> {title}.{' '}
          <span className="text-ink-2">{explanation}</span>
        </Fact>
        <Fact name={words.basis}>{words.bases[grounds.basis].meaning}</Fact>
        {grounds.assumed !== null && (
          <Fact name={words.assumes}>
            <code className="font-mono">{grounds.assumed}</code> {ruleOf(grounds.assumed).title}
          </Fact>
        )}
        <Fact name={words.policy}>{words.policies[policy]}</Fact>
      </dl>
    </>
  );
}
