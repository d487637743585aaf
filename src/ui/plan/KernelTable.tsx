import { useMemo } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { planByKernel } from '../../core/advise/plan-by-kernel.ts';
import type { KernelAnswer } from '../../core/advise/plan-by-kernel.ts';
import type { KernelKey } from '../../core/linux/kernels.ts';
import type { Machine } from '../../core/machine/types.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { useDocument } from '../../store/document.ts';
import { panelStrings } from '../strings/panels.ts';
import { planStrings as words } from '../strings/plan.ts';

interface Props {
  readonly machine: Machine;
  readonly transferId: string;
  /** The kernel that the plan is made for. */
  readonly kernel: KernelKey;
}

/** `6.19 – 7.2`: first and last of kernels in a row. */
function span(kernels: readonly KernelKey[]): string {
  const [first, last] = [kernels[0] ?? '', kernels.at(-1) ?? ''];
  return first === last ? first : `${first} – ${last}`;
}

function answerText({ errno, rule, address, space }: KernelAnswer): string {
  if (errno !== 0) return rule === null ? errno : `${errno}: ${ruleOf(rule).title}`;
  if (address === null || space === null) return words.nothingSent;
  return `${words.spaces[space]} ${hexGrouped(address)}`;
}

/** What every kernel makes of the same request; pressing a row runs the document on it. */
export function KernelTable({ machine, transferId, kernel }: Props) {
  const answers = useMemo(() => planByKernel(machine, transferId), [machine, transferId]);
  const use = (key: KernelKey): void => {
    const { edit } = useDocument.getState();
    edit({ kind: 'patchSystem', patch: { kernel: key } }, `Linux ${key}`);
  };
  return (
    <section className="border-t border-line px-3 py-2 text-s">
      <h3 className="m-0 mb-1 font-strong">{words.byKernel}</h3>
      <table className="w-full border-collapse text-left">
        <thead className="text-ink-3">
          <tr>
            <th className="py-0.5 pr-3 font-body">{words.kernel}</th>
            <th className="py-0.5 pr-3 font-body">{words.answer}</th>
            <th className="py-0.5 font-body">{words.ends}</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer) => {
            const isHere = answer.kernels.includes(kernel);
            const key = answer.kernels.at(-1) ?? kernel;
            return (
              <tr key={key} className="border-t border-line align-top">
                <td className="py-1 pr-3 whitespace-nowrap">
                  <button
                    type="button"
                    aria-pressed={isHere}
                    data-tip={words.use(key)}
                    className="rounded-chip px-1 hover:bg-hover aria-pressed:bg-here-soft aria-pressed:font-strong"
                    onClick={() => {
                      if (!isHere) use(key);
                    }}
                  >
                    {span(answer.kernels)}
                  </button>
                </td>
                <td className="py-1 pr-3">{answerText(answer)}</td>
                <td
                  className={`py-1 whitespace-nowrap ${answer.outcome === 'delivered' ? '' : 'text-stop'}`}
                >
                  {answer.outcome === null
                    ? words.nothingSent
                    : panelStrings.outcome[answer.outcome]}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
