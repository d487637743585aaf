import { Check, Undo2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { useView } from '../../store/view.ts';
import { planStrings as words } from '../strings/plan.ts';
import { Button } from '../widgets/Button.tsx';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { Fact } from '../widgets/Fact.tsx';
import { Token } from '../widgets/Token.tsx';
import type { ShownStep } from './plan-lines.ts';

const TONES = {
  done: { Icon: Check, look: 'text-ok', word: words.done },
  refused: { Icon: X, look: 'text-stop', word: words.refused },
  undone: { Icon: Undo2, look: 'text-detour', word: words.undone },
} as const;

interface Props {
  readonly step: ShownStep;
  readonly index: number;
  readonly isOpen: boolean;
  readonly transferId: string;
}

/** One step of the plan: what is done and to which address; when open, by which rule. */
export function PlanStepRow({ step, index, isOpen, transferId }: Props) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const { Icon, look, word } = TONES[step.tone];
  const frame = isOpen
    ? 'rounded-card border border-line-strong bg-raised'
    : 'border border-transparent';
  return (
    <li ref={row} className={`my-0.5 scroll-my-2 ${frame}`}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-current={isOpen ? 'step' : undefined}
        className="flex min-h-8 w-full items-center gap-2 px-2 text-left"
        onClick={() => useView.getState().set({ plan: { transferId, step: index } })}
      >
        <Icon size={16} strokeWidth={2} aria-label={word} className={`flex-none ${look}`} />
        <span
          className={`whitespace-nowrap ${isOpen ? 'font-strong' : ''} ${step.tone === 'refused' ? 'text-stop' : ''}`}
        >
          {step.title}
        </span>
        {!isOpen && (
          <code className="ml-auto truncate pl-2 font-mono text-s text-ink-2">{step.detail}</code>
        )}
      </button>
      {isOpen && <StepFacts step={step} />}
    </li>
  );
}

function StepFacts({ step }: { readonly step: ShownStep }) {
  const rule = step.rule === null ? null : ruleOf(step.rule);
  return (
    <div className="border-t border-line px-2.5 py-2 text-s">
      {step.detail !== '' && (
        <code className="mb-1.5 block font-mono break-words">{step.detail}</code>
      )}
      {rule !== null && (
        <dl className="m-0 grid grid-cols-[68px_1fr] gap-x-2 gap-y-1.5">
          <Fact name={words.rule}>
            <code className="font-mono font-strong">{step.rule}</code> {rule.title}
          </Fact>
          <Fact name={words.why}>{rule.explanation}</Fact>
          {step.operands.length > 0 && (
            <Fact name={words.because}>
              <span className="flex flex-wrap gap-1">
                {step.operands.map(({ name, value, decided }) => (
                  <Token key={name} isHere={decided === true}>{`${name}=${value}`}</Token>
                ))}
              </span>
            </Fact>
          )}
          <Fact name={words.cites}>
            {rule.cites} <ConfidenceTag confidence={rule.confidence} />
          </Fact>
        </dl>
      )}
      {step.isSending && (
        <Button look="outline" onClick={() => runCommand('plan.next')}>
          {words.toTlps}
        </Button>
      )}
    </div>
  );
}
