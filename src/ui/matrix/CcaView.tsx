import { useMemo, useState } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { answerRow } from '../../core/cca/answer-row.ts';
import type { RowAnswer } from '../../core/cca/answer-row.ts';
import { scenarioOfRow } from '../../core/cca/row-scenario.ts';
import { EXAMPLE_ADDRESSES } from '../../core/cca/row.ts';
import type { CcaRow } from '../../core/cca/row.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { openAt } from '../../store/open.ts';
import { matrixStrings } from '../strings/matrix.ts';
import { Button } from '../widgets/Button.tsx';
import { Fact } from '../widgets/Fact.tsx';
import { CcaForm } from './CcaForm.tsx';

const words = matrixStrings.cca;

const FIRST_ROW: CcaRow = {
  importer: { t: 0, state: 'RUN', dmaEnabled: true, ats: false },
  exporter: { state: 'RUN', nonTee: false },
  placement: 'private',
  mirror: false,
  acs: 'forced',
  identity: true,
  p2pStream: false,
  addresses: EXAMPLE_ADDRESSES,
};

/** One combination of the CCA matrix, set by hand: what becomes of a write and a read, and why. */
export function CcaView() {
  const [row, setRow] = useState(FIRST_ROW);
  const answer = useMemo(() => answerRow(row, translatorsOf), [row]);
  const show = (): void =>
    openAt(scenarioOfRow(row), 'example', { tPs: 0, selection: [], tlpId: null });
  return (
    <section aria-label={words.label} className="flex min-h-0 flex-1">
      <CcaForm row={row} onChange={setRow} />
      <div className="w-100 flex-none overflow-y-auto border-l border-line p-3 text-s">
        {answer.ok ? (
          <Outcome answer={answer.value} />
        ) : (
          <p className="text-stop">{answer.error}</p>
        )}
        <Button look="solid" className="mt-3" onClick={show}>
          {words.show}
        </Button>
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
  const { emitted, outcome, translatedBy, completion, importerAfter, policy } = answer;
  const isGood = outcome === 'DELIVERED_T0' || outcome === 'DELIVERED_T1';
  return (
    <>
      <p className="m-0 mb-2 flex flex-wrap items-baseline gap-x-2" data-testid="cca-outcome">
        <strong className={`font-strong ${isGood ? 'text-ok' : 'text-stop'}`}>
          {words.outcomes[outcome]}
        </strong>
        <code className="text-ink-2">{outcome}</code>
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
        <Fact name={words.policy}>{words.policies[policy]}</Fact>
      </dl>
    </>
  );
}
