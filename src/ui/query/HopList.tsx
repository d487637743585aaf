import type { Machine } from '../../core/machine/types.ts';
import type { Hop } from '../../core/pcie/types.ts';
import { ruleOf } from '../../core/rules/catalogue.ts';
import { VerdictWord } from '../glyphs/VerdictWord.tsx';
import { panelStrings } from '../strings/panels.ts';
import { placeLabel } from '../words/place-label.ts';

interface Props {
  readonly machine: Machine;
  readonly hops: readonly Hop[];
  readonly leg: 'request' | 'completion';
}

/** What every component on one leg decides, by rule. */
export function HopList({ machine, hops, leg }: Props) {
  return (
    <>
      <h4 className="m-0 mt-2 text-s font-body text-ink-3">{panelStrings.explain[leg]}</h4>
      <ol aria-label={panelStrings.explain[leg]} className="m-0 mb-2 list-none p-0">
        {hops.map((hop, i) => {
          const place = placeLabel(machine, hop.place);
          return (
            <li
              // A hop's place in the path is its identity.
              key={`${leg}-${i + 1}`}
              className="flex min-h-7 items-center gap-2"
              title={ruleOf(hop.rule).explanation}
            >
              <span className="w-4 flex-none text-right text-ink-3 tabular-nums">{i + 1}</span>
              <span className="truncate font-strong">{place.name}</span>
              <code className="truncate text-ink-2">{hop.rule}</code>
              <span className="ml-auto">
                <VerdictWord verdict={hop.verdict} />
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
