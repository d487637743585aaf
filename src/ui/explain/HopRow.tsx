import { useEffect, useRef } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { useView } from '../../store/view.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { panelStrings } from '../strings/panels.ts';
import { Fact } from '../widgets/Fact.tsx';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { Token } from '../widgets/Token.tsx';
import type { ExplainedHop } from './explanation.ts';

interface Props {
  readonly explained: ExplainedHop;
  readonly isOpen: boolean;
  /** The first hop that differs from the pinned baseline. */
  readonly isChanged: boolean;
  /** Index of the flow in the run. */
  readonly flow: number;
}

/** One hop: where and what in a row; when open, the rule that decided, on which facts, and what would have led elsewhere. */
export function HopRow({ explained, isOpen, isChanged, flow }: Props) {
  const goTo = useView((state) => state.goTo);
  const tlpId = useView((state) => state.tlpId);
  const { number, hop, place } = explained;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const frame = isOpen
    ? 'rounded-card border border-line-strong bg-raised'
    : 'border border-transparent';
  return (
    <li ref={row} className={`my-0.5 ${frame}`}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-current={isOpen ? 'step' : undefined}
        className="flex min-h-8 w-full items-center gap-2 px-2 text-left"
        onClick={() => goTo({ flow, hop: number - 1, tlpId })}
      >
        <HopNumber number={number} isHere={isOpen} />
        <span className="truncate font-strong">{place.name}</span>
        <code className="font-mono text-s whitespace-nowrap text-ink-2">{place.address}</code>
        {isChanged && (
          <span
            role="img"
            aria-label={panelStrings.explain.changed}
            data-tip={panelStrings.explain.changed}
            className="size-2 flex-none rounded-[2px] bg-here"
          />
        )}
        <span className="ml-auto whitespace-nowrap">
          <VerdictWord verdict={hop.verdict} isStrong={isOpen} />
        </span>
      </button>
      {isOpen && <HopFacts explained={explained} />}
    </li>
  );
}

function HopNumber({ number, isHere }: { readonly number: number; readonly isHere: boolean }) {
  const tone = isHere
    ? 'border-here bg-here text-canvas'
    : 'border-tlp-posted bg-raised text-tlp-posted';
  return (
    <span
      aria-hidden="true"
      className={`inline-flex size-[18px] flex-none items-center justify-center rounded-full border-[1.5px] text-s leading-none font-strong tracking-tighter tabular-nums ${tone}`}
    >
      {number}
    </span>
  );
}

function HopFacts({ explained }: { readonly explained: ExplainedHop }) {
  const { hop, rule } = explained;
  const show = useView((state) => state.set);
  return (
    <dl className="m-0 grid grid-cols-[68px_1fr] gap-x-2 gap-y-1.5 border-t border-line px-2.5 py-2 text-s">
      <Fact name={panelStrings.explain.rule}>
        <button
          type="button"
          data-tip={panelStrings.explain.rulePage}
          className="rounded-chip underline decoration-dotted underline-offset-2"
          onClick={() => show({ dialog: 'rules', rule: hop.rule })}
        >
          <code className="font-mono font-strong">{hop.rule}</code>
        </button>{' '}
        {rule.title}
      </Fact>
      <Fact name={panelStrings.explain.why}>{rule.explanation}</Fact>
      {hop.operands.length > 0 && (
        <Fact name={panelStrings.explain.because}>
          <span className="flex flex-wrap gap-1">
            {hop.operands.map(({ name, value, decided }) => (
              <Token key={name} isHere={decided === true}>{`${name}=${value}`}</Token>
            ))}
          </span>
        </Fact>
      )}
      {hop.instead.length > 0 && (
        <Fact name={panelStrings.explain.instead}>
          <ul className="m-0 list-none p-0">
            {hop.instead.map(({ change, leadsTo }) => (
              <li key={change} className="flex flex-wrap items-center gap-x-2">
                <Token>{change}</Token>
                <VerdictWord verdict={leadsTo} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact name={panelStrings.explain.address}>
        <code className="font-mono whitespace-nowrap">{hexGrouped(hop.address)}</code>
      </Fact>
      <Fact name={panelStrings.explain.cites}>
        {rule.cites} <ConfidenceTag confidence={rule.confidence} />
      </Fact>
    </dl>
  );
}
