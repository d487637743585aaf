import { useMemo } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { probeLife } from '../../core/cca/life-scenario.ts';
import { LIFE_ADDRESSES } from '../../core/cca/life.ts';
import type { LifeMoment } from '../../core/cca/life.ts';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { matrixStrings } from '../strings/matrix.ts';
import { sequenceStrings as words } from '../strings/sequence.ts';
import { HalfMark } from '../widgets/HalfMark.tsx';

const codeText = (code: number): string => `0x${code.toString(16).toUpperCase()}`;

/** One step: what it is for, who calls whom, and what a peer's write comes to afterwards. */
export function MomentView({ moment }: { readonly moment: LifeMoment }) {
  const { id, messages, refusal } = moment;
  const probes = useMemo(() => probeLife(moment, translatorsOf), [moment]);
  const { title, text } = words.moments[id];
  return (
    <div aria-live="polite">
      <h3 className="m-0 text-m font-strong">{title}</h3>
      <p className="mt-1 mb-2 text-s text-ink-2">{text}</p>
      <ol aria-label={words.calls} className="m-0 mb-2 list-none p-0 text-s">
        {messages.map(({ from, to, name, code }, index) => (
          <li key={`${index} ${name}`} className="flex flex-wrap items-baseline gap-x-2">
            <span className="w-28 flex-none text-ink-3">
              {words.actors[from]} → {words.actors[to]}
            </span>
            <code className="font-mono font-strong">{name}</code>
            {code !== null && <code className="font-mono text-ink-3">{codeText(code)}</code>}
          </li>
        ))}
      </ol>
      {refusal !== null && (
        <p className="mt-0 mb-2 text-s font-strong text-stop">{words.refused(refusal)}</p>
      )}
      <h4 className="m-0 mb-1 text-s font-body text-ink-3">{words.tries}</h4>
      <ul className="m-0 flex list-none flex-col gap-1 p-0 text-s" data-testid="life-probes">
        {probes.map(({ id: half, address, t, judged }) => {
          const isGood = judged.outcome.startsWith('DELIVERED');
          return (
            <li key={half} className="flex flex-wrap items-center gap-x-2">
              <HalfMark half={half} />
              <span className="text-ink-2">{words.atAddress(t)}</span>
              <code className="font-mono">{hexGrouped(address, LIFE_ADDRESSES.ipaDigits)}</code>
              <span className={`font-strong ${isGood ? 'text-ok' : 'text-stop'}`}>
                {matrixStrings.cca.outcomes[judged.outcome]}
              </span>
              {judged.event !== null && (
                <code className="font-mono text-ink-3">{judged.event.name}</code>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
