import { Check, TriangleAlert } from 'lucide-react';
import { hexGrouped } from '../../core/base/address.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { useSoftware } from '../../store/software.ts';
import { useView } from '../../store/view.ts';
import { requestViewport } from '../../store/viewport.ts';
import { softwareStrings as words } from '../strings/software.ts';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';

function show(subject: string): void {
  useView.getState().select([subject]);
  requestViewport({ kind: 'reveal', id: subject });
}

/** What the software does against the rules, each with the ranges that show it. It is simulated all the same. */
export function BrokenRules() {
  const remarks = useSoftware((state) => state.remarks);
  return (
    <>
      <h4 className="mt-3 mb-1 text-s font-strong">{words.rules}</h4>
      {remarks.length === 0 && (
        <p className="m-0 flex items-center gap-1.5 text-s text-ink-2">
          <Check size={14} strokeWidth={2} aria-hidden className="text-ok" />
          {words.kept}
        </p>
      )}
      <ul aria-label={words.rules} className="m-0 list-none p-0 text-s">
        {remarks.map(({ rule, subject, message, ranges }) => {
          const { title, confidence } = ruleOf(rule);
          return (
            <li key={`${rule} ${message}`} className="border-t border-line py-1.5 first:border-t-0">
              <button
                type="button"
                className="flex w-full items-start gap-1.5 rounded-control text-left hover:bg-hover"
                onClick={() => show(subject)}
              >
                <TriangleAlert
                  size={14}
                  strokeWidth={1.75}
                  aria-hidden
                  className="mt-0.5 flex-none text-detour"
                />
                <span className="min-w-0">
                  <span className="flex flex-wrap items-baseline gap-x-2">
                    <code className="font-mono font-strong">{rule}</code>
                    <ConfidenceTag confidence={confidence} />
                  </span>
                  <span className="block font-strong">{title}</span>
                  <span className="block text-ink-2">{message}</span>
                </span>
              </button>
              {ranges.length > 0 && (
                <ul className="m-0 list-none pl-5">
                  {ranges.map(({ base, limit }) => (
                    <li key={`${base} ${limit}`}>
                      <code className="font-mono">
                        {words.range(hexGrouped(base), hexGrouped(limit))}
                      </code>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
